import { restChecks } from '@aster/rest'
import { type Check, type CheckOutcome, renderOutcome, runDoctor } from '@aster/runtime'

import { readStrategies } from '../shell/read-strategies.ts'
import { checkAlertTime } from './checks/check-alert-time.ts'
import { folderChecks } from './checks/check-folder.ts'
import { networkChecks } from './checks/check-network.ts'
import { secretChecks } from './checks/check-secrets.ts'
import { checkStopDistance, checkSymbols } from './checks/check-symbols.ts'
import { defineCheck, failed, fine } from './checks/define-check.ts'
import { type DoctorAccount, type DoctorLink, openDoctorLink } from './checks/open-doctor-link.ts'
import { type DoctorTarget, readTarget } from './checks/read-target.ts'
import type { Command, CommandContext } from './run-command.ts'

type Values = CommandContext['values']

/**
 * Checks everything that has to be right before alerts are taken: what the settings say, the data folder, the network, and
 * through the exchange key, clock, rights, fees and symbols of each account. Only reads. Weight about 90 an account. Exit
 * code 1 when one failed.
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
  await run([...secretChecks(target), ...networkChecks(target), ...folderChecks(target), checkStrategies(target)])
  await using stack = new AsyncDisposableStack()
  const link = await openDoctorLink(context, target).then((opened) => stack.use(opened), toError)
  if (link instanceof Error) await run([defineCheck('exchange', () => failed(link.message, 'see what it says above'))])
  else {
    for (const [index] of link.accounts.entries()) if (!(await checkAccount(link, index, { values, run }))) break
  }
  const ok = outcomes.every((outcome) => outcome.ok)
  if (values.json) stdout.write(`${JSON.stringify({ ok, checks: outcomes })}\n`)
  else stdout.write(ok ? 'ready to take alerts\n' : 'not ready to take alerts\n')
  return ok ? 0 : 1
}

/**
 * The connection is asked about once, with the first account.
 *
 * @returns False when nothing answers: further checks would say no more.
 */
async function checkAccount(
  { accounts, isOwn }: DoctorLink,
  index: number,
  { values, run }: { readonly values: Values; readonly run: (checks: readonly Check[]) => Promise<boolean> },
): Promise<boolean> {
  const account = accounts[index]
  if (account === undefined) return false
  const { id, rest } = account
  const label = (checks: readonly Check[]) =>
    accounts.length === 1 ? checks : checks.map((check) => rename(check, id))
  const all = restChecks(rest, { symbol: values.symbols[0] })
  const isConnection = ({ name }: Check) => ['reachable', 'clock', 'latency'].includes(name)
  const [reachable, ...connection] = all.filter(isConnection)
  await run(label([checkKeys(account, isOwn)]))
  if (index === 0 && reachable !== undefined) {
    if (!(await run([reachable]))) return false
    await run([...connection, checkAlertTime(rest, values.maxAgeMs), checkSymbols(rest, values)])
  }
  if (rest.signer === undefined) return true
  const own = all.filter((check) => !isConnection(check) && !(isOwn && check.name === 'key'))
  await run(label([...own, checkStopDistance(rest, values)]))
  return true
}

const rename = (check: Check, id: string): Check => ({
  name: `${check.name} ${id}`,
  run: async (signal) => ({ ...(await check.run(signal)), name: `${check.name} ${id}` }),
})

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

const checkKeys = ({ rest, keyProblem }: DoctorAccount, isOwn: boolean): Check =>
  defineCheck('credentials', () => {
    if (keyProblem !== undefined) return failed(keyProblem, 'set them in the environment, or in .env')
    const address = rest.signer !== undefined && 'address' in rest.signer ? rest.signer.address : 'an API key'
    return fine(isOwn ? 'a paper account with a key of its own' : `signs as ${address}`)
  })

const checkStrategies = ({ values, accounts, strategiesFile }: DoctorTarget): Check =>
  defineCheck('strategies', () => {
    if (strategiesFile === undefined) return fine('no file: every strategy may trade all symbols on all accounts')
    const known = { symbols: values.symbols, accounts: accounts.map(({ id }) => id) }
    const { policies, mistakes } = readStrategies(strategiesFile, known)
    if (mistakes.length > 0) return failed(mistakes.join('; '), 'correct the file of --strategies')
    return fine(`${policies?.size ?? 0} strategies may trade, no other`)
  })
