import type { Clock } from '@aster/core'

import { Refusal } from '../core/refusal.ts'
import type { StoredSignal } from '../core/stored-signal.ts'
import type { StrategyPolicies } from '../core/strategy-policy.ts'
import { createSignalRunner, type SignalRunner } from './create-signal-runner.ts'
import { executeSignal } from './execute/execute-signal.ts'
import type { Seats } from './seat.ts'
import { runForSignal } from './signal-context.ts'
import type { SignalStore } from './signal-store.ts'

/**
 * A runner that carries each signal out on its account, and takes the stop of a position off the book when the position
 * goes by another hand: closed on the exchange's own page, liquidated.
 */
export function openRunner(parts: {
  readonly seats: Seats
  readonly store: SignalStore
  readonly clock: Clock
  readonly maxAgeMs: number
  /** Where neither a signal nor its strategy names a stop. */
  readonly defaultStopPercent: string
  readonly policies?: StrategyPolicies
  readonly onEnd: (signal: StoredSignal) => void
  readonly onChange?: ((signal: StoredSignal) => void) | undefined
  readonly onFault: (error: unknown, signal?: StoredSignal) => void
  /** The runner itself; a proof plants bugs in it. */
  readonly create?: typeof createSignalRunner | undefined
}): SignalRunner {
  const {
    seats,
    store,
    clock,
    maxAgeMs,
    defaultStopPercent,
    policies,
    onEnd,
    onChange,
    onFault,
    create = createSignalRunner,
  } = parts
  const runner = create({
    store,
    clock,
    maxAgeMs,
    onEnd,
    onChange,
    onFault,
    execute: async (stored, turn) => {
      const seat = seats.find(({ id }) => id === stored.account)
      if (seat === undefined) {
        throw new Refusal(422, 'ACCOUNT_NOT_HERE', `the account ${stored.account} is not one of this server any more`)
      }
      const { account, hands } = seat
      const parts = { account, hands, store, defaultStopPercent, policies }
      return runForSignal(stored.id, () => executeSignal(parts, stored, turn))
    },
  })
  for (const { id, account, hands } of seats) {
    account.onPosition(({ symbol, quantity }) => {
      if (quantity === '0') runner.runBetween(id, symbol, () => hands.cancelLeftStops(symbol))
    })
  }
  return runner
}
