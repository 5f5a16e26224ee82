import type { Account } from '@aster/trades'

import type { Leg } from '../../core/legs.ts'
import { isExit, type SignalCommand } from '../../core/signal.ts'
import type { SignalOutcome, StoredSignal } from '../../core/stored-signal.ts'
import {
  checkStrategySymbol,
  findPolicy,
  type StrategyPolicies,
  type StrategyPolicy,
} from '../../core/strategy-policy.ts'
import type { SignalStore } from '../signal-store.ts'
import { bringToTarget, findNothingToDo } from './bring-to-target.ts'
import { checkSymbol } from './check-symbol.ts'
import { closeLegs, decreaseLeg } from './close-legs.ts'
import { enterPosition, isCarriedOut } from './enter-position.ts'
import type { Hands } from './hands.ts'
import { moveToBreakEven } from './move-to-break-even.ts'
import { findPositionMemory } from './position-memory.ts'
import { takeRoom } from './take-room.ts'

/** What signals of one account are carried out with. */
export interface ExecutionParts {
  readonly account: Account
  readonly hands: Hands
  readonly store: Pick<SignalStore, 'savePlan'>
  /** Where neither a signal nor its strategy names a stop. */
  readonly defaultStopPercent: string
  readonly policies?: StrategyPolicies
}

export interface ExecutionTurn {
  /** An earlier process had begun with it. */
  readonly isResumed: boolean
  /** False when it has become too old to begin anything that adds risk; what was begun is finished. */
  readonly mayBegin: boolean
  /** Nothing of it was ever begun, by any process. */
  readonly isFirst: boolean
  /** Resolves when it is on the disk that it is begun. Nothing may be sent before. */
  readonly begun: Promise<void>
  /** How long it is still young enough to begin something that adds risk. */
  readonly freshForMs: number
}

/** What the steps of one execution share. */
export interface Execution extends ExecutionParts {
  readonly stored: StoredSignal
  readonly turn: ExecutionTurn
  readonly policy: StrategyPolicy
}

/**
 * Carries a signal out: at most one order that adds risk, whose id follows from the signal's, and a stop for what it
 * fills. Called again for the same signal, also by another process, it finds what was done and does the rest.
 *
 * @throws {Refusal} It does not fit the account as it is. Nothing was sent.
 * @throws The errors of `@aster/trades`.
 */
export async function executeSignal(
  parts: ExecutionParts,
  stored: StoredSignal,
  turn: ExecutionTurn,
): Promise<SignalOutcome> {
  const { account, hands } = parts
  const { symbol, strategy, command } = stored.signal
  await checkSymbol(account, symbol, { adds: !isExit(command) })
  const policy = findPolicy(parts.policies, strategy)
  checkStrategySymbol(policy, strategy, symbol)
  const execution: Execution = { ...parts, stored, turn, policy }
  // done twice they come to the same, so a disk that takes nothing does not keep them
  const isWritten =
    command.kind === 'close' || command.kind === 'cancel' ? turn.begun.catch(() => undefined) : turn.begun
  if (command.kind === 'cancel') {
    await isWritten
    const count = await hands.cancelEntries(symbol)
    return { message: `${count} entries of ${symbol} cancelled` }
  }
  const positions = findPositionMemory(account)
  const seen = turn.isFirst && command.kind === 'target' ? positions.recall(symbol) : undefined
  const settled =
    command.kind === 'target' && seen !== undefined ? findNothingToDo(execution, command, seen) : undefined
  if (settled !== undefined) return settled
  const room = await takeRoom(account, command, turn)
  try {
    if ('cancelFirst' in command && command.cancelFirst === true) await cancelFirst(execution)
    const [legs] = await Promise.all([positions.read(symbol, room.lane), isWritten])
    return await carryOut(execution, command, legs)
  } finally {
    room.release()
  }
}

async function cancelFirst(execution: Execution): Promise<void> {
  const { hands, stored, turn } = execution
  await turn.begun
  if (!(await isCarriedOut(execution))) await hands.cancelEntries(stored.signal.symbol)
}

function carryOut(
  execution: Execution,
  command: Exclude<SignalCommand, { readonly kind: 'cancel' }>,
  legs: readonly Leg[],
): Promise<SignalOutcome> {
  const defaultStop = { percent: execution.policy.stopPercent ?? execution.defaultStopPercent }
  switch (command.kind) {
    case 'close':
      return closeLegs(execution, legs)
    case 'breakeven':
      return moveToBreakEven(execution, legs)
    case 'decrease':
      return decreaseLeg(execution, command, legs)
    case 'target':
      return bringToTarget(execution, { ...command, stop: command.stop ?? defaultStop }, legs)
    default:
      return enterPosition(execution, { ...command, stop: command.stop ?? defaultStop }, legs)
  }
}
