import type { Account } from '@aster/trades'
import type { StreamClient } from '@aster/ws'

import type { SignalAccount } from '../core/share-signal.ts'
import { createDryHands } from './execute/dry-hands.ts'
import type { ExecutionParts } from './execute/execute-signal.ts'
import { createLiveHands } from './execute/live-hands.ts'
import { createTradeBook } from './execute/trade-book.ts'
import type { Desk } from './open-desk.ts'

/** An account with its place among those that alerts are carried out on. */
export interface Seat extends SignalAccount {
  readonly account: Account
  readonly hands: ExecutionParts['hands']
  readonly streams: StreamClient
}

/** The main account first. */
export type Seats = readonly [Seat, ...Seat[]]

export function createSeat({ account, streams, ...place }: SignalAccount & Pick<Desk, 'account' | 'streams'>): Seat {
  const trades = createTradeBook(account)
  const hands = place.isDry ? createDryHands({ account, trades }) : createLiveHands({ account, trades })
  return { ...place, account, streams, hands }
}
