import type { PositionSide } from '@aster/core'

import type { Account } from '../account/account.ts'
import { cancelAll, type CancelAllReport } from './cancel-all.ts'
import { closePosition, type ClosePositionOptions, type ClosePositionResult } from './close-position.ts'

export interface FlattenOptions {
  /** All symbols of the account by default. */
  readonly symbols?: readonly string[] | undefined
  /** Post-only orders first; off by default: who flattens is in a hurry. */
  readonly passive?: ClosePositionOptions['passive']
  /** For each position; 30,000 by default. */
  readonly deadlineMs?: number | undefined
}

export interface FlattenReport {
  readonly closed: readonly ClosePositionResult[]
  /** Positions that are not closed, and why. */
  readonly failed: readonly { readonly symbol: string; readonly positionSide: PositionSide; readonly error: unknown }[]
  readonly orders: CancelAllReport
}

/**
 * Ends the account's trades, closes every position on its symbols, whoever opened it, and cancels our orders; never those
 * of others. Positions are worked on side by side; the failure of one keeps no other from closing.
 */
export async function flatten(account: Account, options: FlattenOptions = {}): Promise<FlattenReport> {
  const symbols = options.symbols ?? account.symbols
  await account.endGuests('flatten', (guest) => symbols.includes(guest.symbol))
  await account.readPositions()
  const open = account.positions.filter((position) => symbols.includes(position.symbol))
  const failed: FlattenReport['failed'][number][] = []
  const closed: ClosePositionResult[] = []
  await Promise.all(
    open.map(async ({ symbol, positionSide }) => {
      const side = positionSide as PositionSide
      try {
        const passive = options.passive ?? false
        closed.push(
          await closePosition(account, { symbol, positionSide: side, passive, deadlineMs: options.deadlineMs }),
        )
      } catch (error) {
        failed.push({ symbol, positionSide: side, error })
      }
    }),
  )
  return { closed, failed, orders: await cancelAll(account, { symbols }) }
}
