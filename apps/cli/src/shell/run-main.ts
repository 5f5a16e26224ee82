import { ParameterError, type Violation } from '@aster/core'
import { type Mistake, SettingsError, suggestName } from '@aster/runtime'

import { cancelOrders, flattenAccount } from '../commands/act.ts'
import { listAgents } from '../commands/agent/list-agents.ts'
import { manageAgents } from '../commands/agent/manage-agents.ts'
import { runChecks } from '../commands/doctor.ts'
import { explainOrder } from '../commands/explain.ts'
import { haltPrograms, resumePrograms } from '../commands/halt.ts'
import { initAccount } from '../commands/init.ts'
import { testNotices } from '../commands/notify.ts'
import { showBalances, showFees, showOrders, showPositions } from '../commands/read-account.ts'
import { showTrades, showVolume } from '../commands/show-fills.ts'
import { writeBundle } from '../commands/support-bundle.ts'
import { watchAccount } from '../commands/watch.ts'
import { type CommandName, commandNames } from '../core/command-names.ts'
import type { CliContext, Command } from './command.ts'

const commands: Readonly<Record<CommandName, Command>> = {
  init: initAccount,
  watch: watchAccount,
  notify: testNotices,
  doctor: runChecks,
  balances: showBalances,
  positions: showPositions,
  orders: showOrders,
  trades: showTrades,
  fees: showFees,
  volume: showVolume,
  agent: manageAgents,
  agents: listAgents,
  cancel: cancelOrders,
  flatten: flattenAccount,
  halt: haltPrograms,
  resume: resumePrograms,
  explain: explainOrder,
  'support-bundle': writeBundle,
}

const isCommand = (word: string): word is CommandName => Object.hasOwn(commands, word)

/** Runs one command. Exit codes: 0 done, 1 not done or not well, 2 not understood: an error is told by whoever runs this. */
export async function runMain(context: CliContext): Promise<number> {
  const { values, settings, stdout } = context
  const [name, ...words] = values.words
  if (name === undefined) throw settings.refuse('words', `must begin with a command: ${commandNames.join(', ')}`)
  if (!isCommand(name)) {
    const near = suggestName(name, commandNames)
    throw settings.refuse('words', `begins with no command${near === undefined ? '' : `; did you mean ${near}`}`)
  }
  if (values.mode === 'dry' && (name === 'cancel' || name === 'flatten')) {
    throw settings.refuse('mode', `must be paper or live: ${name} acts on the account`)
  }
  try {
    const { data, text, code = 0 } = await commands[name](context, words)
    const json = () =>
      JSON.stringify(data, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    stdout.write(values.json ? `${json()}\n` : text)
    return code
  } catch (error) {
    // what was asked for does not fit, and nothing was sent: as every other word that is not understood
    if (error instanceof ParameterError) throw new SettingsError(error.violations.map(toMistake), { cause: error })
    throw error
  }
}

const toMistake = ({ field, message, value }: Violation): Mistake => ({ source: 'aster', field, rule: message, value })
