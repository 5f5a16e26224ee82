import type { Account } from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import {
  checkStrategySymbol,
  findPolicy,
  type StrategyPolicies,
  type StrategyPolicy,
} from '../../core/strategy-policy.ts'
import type { SignalOutcome, SignalStore, StoredSignal } from '../signal-store.ts'
import { bringToTarget } from './bring-to-target.ts'
import { closeLegs, decreaseLeg } from './close-legs.ts'
import { enterPosition } from './enter-position.ts'
import type { Hands } from './hands.ts'
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
  if (!account.symbols.includes(symbol)) {
    throw new Refusal(422, 'SYMBOL_NOT_ALLOWED', `${symbol} is not traded here; allowed: ${account.symbols.join(', ')}`)
  }
  const policy = findPolicy(parts.policies, strategy)
  checkStrategySymbol(policy, strategy, symbol)
  const execution: Execution = { ...parts, stored, turn, policy }
  const defaultStop = { percent: policy.stopPercent ?? parts.defaultStopPercent }
  if (command.kind === 'cancel') {
    const count = await hands.cancelEntries(symbol)
    return { message: `${count} entries of ${symbol} cancelled` }
  }
  const legs = await readLegs(account, symbol)
  switch (command.kind) {
    case 'close':
      return closeLegs(execution, legs)
    case 'decrease':
      return decreaseLeg(execution, command, legs)
    case 'target':
      return bringToTarget(execution, { ...command, stop: command.stop ?? defaultStop }, legs)
    default:
      return enterPosition(execution, { ...command, stop: command.stop ?? defaultStop }, legs)
  }
}
