import type { Account } from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import type { LegName } from './hands.ts'

/**
 * A trade's stop and targets are fitted to its own size: it is closed or reversed as a whole.
 *
 * @throws {Refusal} 409: a trade works the position.
 */
export function refuseOwned(account: Pick<Account, 'ownerOf'>, { symbol, positionSide }: LegName): void {
  if (account.ownerOf(symbol, positionSide) === undefined) return
  const message = `${symbol} is worked by a trade with targets of its own: close or reverse it`
  throw new Refusal(409, 'POSITION_OWNED', message)
}
