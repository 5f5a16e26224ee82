import type { Account } from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import { isExit, type SignalCommand } from '../../core/signal.ts'
import type { ExecutionTurn } from './execute-signal.ts'
import { findOrderRoom } from './order-room.ts'

/** An exit that finds no room is tried all the same: the client lets it pass as soon as anything may. */
const exitWaitsMs = 5_000

/**
 * Waits until the exchange's limits leave room for all that a signal may send, its stop included.
 *
 * @throws {Refusal} It became too old meanwhile. Nothing was sent.
 */
export async function takeRoom(account: Account, command: SignalCommand, turn: ExecutionTurn) {
  // what was begun may have to be protected: it does not stand behind entries
  const mayWait = turn.isFirst && !isLeaving(command)
  const orders = countOrders(command)
  const maxWaitMs = mayWait ? turn.freshForMs : exitWaitsMs
  const room = await findOrderRoom(account).take({ orders, isExit: !mayWait, maxWaitMs })
  if (mayWait && !room.isHeld) {
    const message = 'it became too old before the limits of the exchange left room for it and its stop'
    throw new Refusal(422, 'STALE_SIGNAL', message)
  }
  return { lane: mayWait ? undefined : ('close' as const), release: room.release }
}

const isLeaving = (command: SignalCommand): boolean =>
  isExit(command) || (command.kind === 'target' && Number(command.target) === 0)

/** Orders that a signal sends at most: a close is two, an entry and its stop are two, each target is one. */
function countOrders(command: SignalCommand): number {
  if (isExit(command) || isLeaving(command)) return 2
  const turning = command.kind === 'open' || command.kind === 'increase' ? 0 : 2
  const targets = 'takeProfits' in command ? (command.takeProfits?.length ?? 0) : 0
  return 2 + turning + targets
}
