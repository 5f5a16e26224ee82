import { restChecks } from '@aster/rest'
import { renderOutcome, runDoctor } from '@aster/runtime'

import type { Command } from '../shell/command.ts'
import { openLink } from '../shell/open-link.ts'

/** Runs the checks of the connection and the account. Exit code 1 when one failed. Weight 67. */
export const runChecks: Command = async (context) => {
  await using link = await openLink(context)
  const [symbol] = context.values.symbol
  const checks = restChecks(link.rest, symbol === undefined ? {} : { symbol })
  const report = await runDoctor(checks, { signal: context.signal })
  const text = report.checks.map((outcome) => renderOutcome(outcome)).join('')
  const verdict = report.ok ? 'everything needed for trading is there\n' : 'not ready to trade\n'
  return { data: report, text: text + verdict, code: report.ok ? 0 : 1 }
}
