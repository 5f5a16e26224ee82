import type { Account } from '@aster/trades'

import { isExit, type SignalCommand } from '../../core/signal.ts'
import {
  checkStrategySymbol,
  findPolicy,
  type StrategyPolicies,
  type StrategyPolicy,
} from '../../core/strategy-policy.ts'
import type { SignalOutcome, SignalStore, StoredSignal } from '../signal-store.ts'
import { bringToTarget } from './bring-to-target.ts'
import { checkSymbol } from './check-symbol.ts'
import { closeLegs, decreaseLeg } from './close-legs.ts'
import { enterPosition, isCarriedOut } from './enter-position.ts'
import type { Hands } from './hands.ts'
import { moveToBreakEven } from './move-to-break-even.ts'
import { readLegs } from './read-legs.ts'

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
  const defaultStop = { percent: policy.stopPercent ?? parts.defaultStopPercent }
  if (command.kind === 'cancel') {
    const count = await hands.cancelEntries(symbol)
    return { message: `${count} entries of ${symbol} cancelled` }
  }
  if ('cancelFirst' in command && command.cancelFirst === true && !(await isCarriedOut(execution))) {
    await hands.cancelEntries(symbol)
  }
  const legs = await readLegs(account, symbol, { lane: takesOff(command) ? 'close' : 'read' })
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

/** Such a signal has the reserve of the budget that exits have. */
const takesOff = (command: SignalCommand): boolean =>
  isExit(command) || (command.kind === 'target' && command.target === '0')
