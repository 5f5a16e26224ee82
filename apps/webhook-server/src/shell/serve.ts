import { Secret } from '@aster/core'
import { type AccountFeed, createAccountFeed, sampleAccount } from '@aster/trades'

import { parseRoster } from '../core/parse-roster.ts'
import { readReason } from '../core/read-reason.ts'
import type { StoredSignal } from '../core/stored-signal.ts'
import { tellDecision, tellSignal } from '../core/tell-signal.ts'
import { checkStart } from './check-start.ts'
import { closeIntake } from './close-intake.ts'
import { createServer } from './create-server.ts'
import { createTestAlertAction } from './create-test-alert-action.ts'
import { describeStart } from './describe-start.ts'
import { forgetSignals } from './forget-signals.ts'
import { openConsole } from './open-console.ts'
import { openDataFolder } from './open-data-folder.ts'
import { openRunner } from './open-runner.ts'
import { openSeats, type ServerContext } from './open-seats.ts'
import { openTelemetry } from './open-telemetry.ts'
import { readAccessRules, readOrMakeSecret } from './read-access-rules.ts'
import { openRefusalLog } from './refusal-log.ts'
import { readSignalId } from './signal-context.ts'
import { openSignalStore } from './signal-store.ts'

/** Of earlier starts so many signals are on the console. */
const shownSignals = 50
const version = '0.1.0'

/** Runs the server until it is asked to end. What waits then is carried out at the next start. */
export async function serve(context: ServerContext): Promise<void> {
  const { values, settings, signal, clock, resolvePath, shutdown } = context
  const { host, port, webhookSecret: given } = values
  const { accounts } = parseRoster(values.account ?? 'paper', values.copies, values.mode === 'dry')
  const { policies, strategyTokens, isOpenToMachine } = checkStart(context, accounts)
  const stack = new AsyncDisposableStack()
  shutdown.add('close', 'files, connections and locks', () => stack.disposeAsync())
  const folder = stack.use(
    openDataFolder(resolvePath(values.data), {
      mainAccount: accounts[0]?.id ?? 'paper',
      refuse: (rule, options) => settings.refuse('data', rule, options),
    }),
  )
  if (values.mode === 'live' && folder.starts < 2) {
    throw settings.refuse(
      'data',
      'has not been seen by an earlier start: start once with --mode dry on the same folder',
    )
  }
  const webhookSecret = given ?? new Secret(readOrMakeSecret(folder.file('webhook-secret')))
  const rules = readAccessRules({
    webhookSecret,
    hmacSecret: values.hmacSecret,
    apiToken: values.apiToken,
    strategyTokens,
    isOpenToMachine,
    allowSource: values.allowSource,
  })
  const secrets = [webhookSecret, values.hmacSecret, values.apiToken, ...rules.strategyTokens.map(({ token }) => token)]
  const { log, feed, metrics, health, redactor } = openTelemetry(context, stack, {
    folder,
    secrets: secrets.filter((secret) => secret !== undefined),
  })
  const store = stack.use(openSignalStore(folder.file('signals.db')))
  const keepMs = values.keepSignalsDays * 86_400_000
  const onFailure = (error: unknown) => log.warn('old signals could not be removed', { error })
  stack.defer(forgetSignals({ store, clock, keepMs, onFailure }))
  const refusals = stack.use(openRefusalLog(folder.file('refusals.db')))

  const publish = (body: Parameters<typeof feed.publish>[0], correlationId?: string) =>
    feed.publish(body, correlationId)
  const feeds = new Map<string, AccountFeed>(
    accounts.map(({ id }) => [id, createAccountFeed({ name: id, publish, readCause: readSignalId })] as const),
  )
  const feedOf = (id: string): AccountFeed => feeds.get(id) ?? createAccountFeed({ name: id, publish })
  const seats = await openSeats(context, stack, {
    folder,
    accounts,
    feedOf,
    metrics,
    hide: (secret) => redactor.addSecret(secret),
  })
  for (const { id, account, streams } of seats) {
    stack.defer(sampleAccount({ account, clock, publish, feed: feedOf(id), streams }))
    health.add(`account ${id}`, 'ready', () => ({ ok: account.state === 'live', detail: `is ${account.state}` }))
  }
  const tell = (stored: StoredSignal) => void publish(tellSignal(stored), stored.id)
  for (const stored of store.list({ limit: shownSignals }).toReversed()) if (stored.endedMs !== undefined) tell(stored)
  const runner = openRunner({
    seats,
    store,
    clock,
    maxAgeMs: values.maxAgeMs,
    defaultStopPercent: String(values.stopPercent),
    policies,
    onChange: tell,
    onEnd: (stored) => {
      const { id, account, requestId, signal: asked, status } = stored
      const { symbol, strategy, command } = asked
      const facts = { account, symbol, strategy, action: command.kind, status, reason: readReason(stored) }
      log.info('signal', { correlationId: id, requestId, ...facts })
      publish(tellDecision(stored), id)
    },
    onFault: (error, signal) => log.error('signal failed', { correlationId: signal?.id, error }),
  })
  const app = await createServer({
    mode: values.mode,
    version,
    clock,
    log,
    rules,
    trustedProxies: values.trustedProxy,
    corsOrigins: values.corsOrigin,
    maxAlertsPerMinute: values.maxAlertsPerMinute,
    dedupeWindowMs: values.dedupeWindowMs,
    maxAgeMs: values.maxAgeMs,
    scale: String(values.scale),
    store,
    runner,
    refusals,
    health,
    metrics,
    seats,
    policies,
    refuseIntake: () => (signal.aborted ? 'the server is ending' : undefined),
  })
  const resumed = runner.resume()
  if (resumed > 0) log.info('going on with what an earlier start had taken in', { signals: resumed })
  const actions = [createTestAlertAction({ app, rules, symbols: values.symbols, isDangerous: values.mode === 'live' })]
  const page = await openConsole({ clock, port: values.consolePort, mode: values.mode, feed, health, seats, actions })
  stack.defer(() => page.close())
  shutdown.add(
    'settle',
    'signals',
    async () => {
      await runner.stop()
      return `${store.listUnfinished().length} wait for the next start`
    },
    { withinMs: 5_000 },
  )
  const url = await app.listen({ host, port }).catch((error: unknown) => {
    throw settings.refuse('port', error instanceof Error ? error.message : 'cannot be had')
  })
  shutdown.add('intake', 'alerts', () => closeIntake(app, clock), { withinMs: 2_000 })
  describeStart(context, {
    url,
    consoleUrl: page.url,
    haltFiles: [resolvePath(values.haltFile), folder.file('HALT')],
    accounts: accounts.map(
      ({ id, weight, isDry: dry }) => `${id}${weight === '1' ? '' : ` x${weight}`}${dry ? ' (dry)' : ''}`,
    ),
    shownSecret: given === undefined ? webhookSecret.reveal() : undefined,
  })
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  health.drain()
}
