import { formatDecimal, toDecimal } from '@aster/core'

import { refuseFields } from './refusal.ts'
import type { ParsedSignal, SignalCommand } from './signal.ts'
import type { StrategyPolicy } from './strategy-policy.ts'

/** An account that signals are carried out on. */
export interface SignalAccount {
  readonly id: string
  /** Of every size, unless the signal or its strategy says another. */
  readonly weight: string
  /** It is told what it would do, and does nothing. */
  readonly isDry: boolean
}

/** A signal as one account carries it out. */
export interface SignalShare {
  readonly account: string
  readonly isDry: boolean
  readonly signal: ParsedSignal
}

/**
 * Shares a signal out: to the accounts that it names, else to those of its strategy, else to all. Sizes are multiplied by
 * the weight; a share of the position is one of each account's own.
 *
 * @throws {Refusal} 400: an account that is not here, or whose weight is none.
 */
export function shareSignal(
  signal: ParsedSignal,
  accounts: readonly SignalAccount[],
  policy: StrategyPolicy,
): readonly SignalShare[] {
  const chosen = new Map<string, string | undefined>(
    signal.accounts?.map(({ id, weight }) => [id, weight]) ??
      (policy.accounts === undefined ? accounts.map(({ id }) => [id, undefined]) : Object.entries(policy.accounts)),
  )
  const unknown = [...chosen.keys()].filter((id) => !accounts.some((account) => account.id === id))
  if (unknown.length > 0) {
    const message = `names ${unknown.join(', ')}, which is not here; here: ${accounts.map(({ id }) => id).join(', ')}`
    throw refuseFields({ field: 'accounts', message })
  }
  return accounts
    .filter(({ id }) => chosen.has(id))
    .map(({ id, weight, isDry }) => ({ account: id, isDry, signal: weigh(signal, chosen.get(id) ?? weight) }))
}

function weigh(signal: ParsedSignal, weight: string): ParsedSignal {
  return weight === '1' ? signal : { ...signal, command: weighCommand(signal.command, weight) }
}

function weighCommand(command: SignalCommand, weight: string): SignalCommand {
  const times = (value: string) => formatDecimal(toDecimal(value).times(weight))
  if (command.kind === 'target') return { ...command, target: times(command.target) }
  if (!('size' in command) || command.size === undefined || command.size.unit === 'positionPercent') return command
  return { ...command, size: { ...command.size, value: times(command.size.value) } } as SignalCommand
}
