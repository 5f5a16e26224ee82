import { restChecks } from '@aster/rest'
import { type Check, type CheckOutcome, renderOutcome, runDoctor } from '@aster/runtime'

import { checkAlertTime } from './checks/check-alert-time.ts'
import { folderChecks } from './checks/check-folder.ts'
import { networkChecks } from './checks/check-network.ts'
import { secretChecks } from './checks/check-secrets.ts'
import { checkStopDistance, checkSymbols } from './checks/check-symbols.ts'
import { defineCheck, failed, fine } from './checks/define-check.ts'
import { type DoctorLink, openDoctorLink } from './checks/open-doctor-link.ts'
import { readTarget } from './checks/read-target.ts'
import type { Command, CommandContext } from './run-command.ts'

type Values = CommandContext['values']

/**
 * Checks everything that has to be right before alerts are taken: what the settings say, the data folder, the network, and
 * through the exchange key, clock, rights, fees and symbols. Only reads. Weight about 90. Exit code 1 when one failed.
 */
export const runChecks: Command = async (context) => {
  const { values, signal, stdout } = context
  const target = readTarget(context)
  const outcomes: CheckOutcome[] = []
  const run = async (checks: readonly Check[]) => {
    const report = await runDoctor(checks, {
      signal,
      onOutcome: (outcome) => void (values.json || stdout.write(renderOutcome(outcome))),
    })
    outcomes.push(...report.checks)
    return report.ok
  }
  await run([...secretChecks(target), ...networkChecks(target), ...folderChecks(target)])
  await using stack = new AsyncDisposableStack()
  const link = await openDoctorLink(context, target).then((opened) => stack.use(opened), toError)
  if (link instanceof Error) await run([defineCheck('exchange', () => failed(link.message, 'see what it says above'))])
  else {
    const [reachable, ...others] = exchangeChecks(link, values)
    // while nothing answers, every further check would say so once more
    await run([checkKeys(link, values)])
    if (reachable !== undefined && (await run([reachable]))) await run(others)
  }
  const ok = outcomes.every((outcome) => outcome.ok)
  if (values.json) stdout.write(`${JSON.stringify({ ok, checks: outcomes })}\n`)
  else stdout.write(ok ? 'ready to take alerts\n' : 'not ready to take alerts\n')
  return ok ? 0 : 1
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

const checkKeys = ({ rest, keyProblem }: DoctorLink, { mode }: Values): Check =>
  defineCheck('credentials', () => {
    if (keyProblem !== undefined) return failed(keyProblem, 'set them in the environment, or in .env')
    if (rest.signer === undefined) return fine('a dry run needs none, and is checked without')
    return fine(mode === 'paper' ? 'a paper account of its own' : `signs as ${rest.signer.address}`)
  })

const exchangeChecks = ({ rest }: DoctorLink, values: Values): readonly Check[] => [
  // a paper account is its own wallet: there is no agent whose rights could be too wide
  ...restChecks(rest, { symbol: values.symbols[0], positionMode: 'oneWay' }).filter(
    ({ name }) => !(values.mode === 'paper' && name === 'key'),
  ),
  checkAlertTime(rest, values.maxAgeMs),
  checkSymbols(rest, values),
  ...(rest.signer === undefined ? [] : [checkStopDistance(rest, values)]),
]
