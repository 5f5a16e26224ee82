import { generateAgentKey, readCredentials } from '@aster/auth'
import { createSystemRandom, ParameterError, Secret } from '@aster/core'
import { createUndiciTransport } from '@aster/rest'
import {
  createEventFeed,
  createHealth,
  createLogger,
  createMetrics,
  createRedactor,
  feedMetrics,
  type ProgramContext,
  resolveNetwork,
} from '@aster/runtime'
import { createAccountFeed, sampleAccount } from '@aster/trades'
import { createWsConnector } from '@aster/ws'

import type { webhookServerSettings } from '../config.ts'
import { createServer } from './create-server.ts'
import { createSignalRunner } from './create-signal-runner.ts'
import { executeSignal } from './execute-signal.ts'
import { openConsole } from './open-console.ts'
import { openDataFolder } from './open-data-folder.ts'
import { type DeskCredentials, openDesk } from './open-desk.ts'
import { openPaperExchange } from './open-paper-exchange.ts'
import { readAccessRules, readOrMakeSecret } from './read-access-rules.ts'
import { readOriginalNames } from './read-original-names.ts'
import { openSignalStore } from './signal-store.ts'
import { createTradeBook } from './trade-book.ts'

type Context = ProgramContext<typeof webhookServerSettings.fields>

const version = '0.1.0'
const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Runs the server until it is asked to end. What waits then is carried out at the next start. */
export async function serve(context: Context): Promise<void> {
  const { values, settings, signal, clock, stderr, env, resolvePath } = context
  const original = readOriginalNames(env)
  const host = values.host ?? original.host ?? '127.0.0.1'
  const port = values.port ?? original.port ?? 8_000
  const isPaper = values.mode === 'paper'
  const given = values.webhookSecret ?? original.webhookSecret
  if (given === undefined && !(isPaper && loopback.has(host))) {
    const why = loopback.has(host) ? `mode ${values.mode}` : `an address that others can reach, ${host}`
    throw settings.refuse('webhookSecret', `is required for ${why}: set WEBHOOK_SECRET`)
  }
  await using stack = new AsyncDisposableStack()
  const refuseFolder = (rule: string, options: ErrorOptions) => settings.refuse('data', rule, options)
  const folder = stack.use(openDataFolder(resolvePath(values.data), refuseFolder))
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
    strategySecret: values.strategySecret,
    isOpenToMachine: isPaper && loopback.has(host),
    allowSource: values.allowSource,
    refuse: (field, rule) => settings.refuse(field, rule),
  })
  const secrets = [webhookSecret, values.hmacSecret, values.apiToken, ...rules.strategyTokens.map(({ token }) => token)]
  const redactor = createRedactor(secrets.filter((secret) => secret !== undefined))
  const log = createLogger({ name: 'webhook-server', clock, output: stderr, redactor })
  const feed = createEventFeed({ clock, redactor })
  const metrics = createMetrics('webhook_server')
  const health = createHealth()
  stack.defer(feedMetrics(feed, metrics))
  const store = stack.use(openSignalStore(folder.file('signals.db')))

  const publish = (body: Parameters<typeof feed.publish>[0], correlationId?: string) =>
    feed.publish(body, correlationId)
  const accountFeed = createAccountFeed({ name: 'webhook', publish })
  const desk = values.mode === 'dry' ? undefined : await open(context, stack, { folder, original, accountFeed })
  const account = desk?.account
  if (account !== undefined) {
    stack.defer(sampleAccount({ account, clock, publish, feed: accountFeed }))
    health.add('account', 'ready', () => ({ ok: account.state === 'live', detail: `is ${account.state}` }))
    if (account.hedgeMode) throw new Error('the account is in hedge mode; this server needs one-way mode')
  }
  const runner = createSignalRunner({
    store,
    clock,
    maxAgeMs: values.maxAgeMs,
    execute:
      account === undefined
        ? async ({ signal: { symbol, command } }) => ({ message: `dry run: ${command.kind} ${symbol} was understood` })
        : createExecute({
            account,
            store,
            trades: createTradeBook(account),
            defaultStopPercent: String(values.stopPercent),
          }),
    onEnd: ({ id, requestId, signal: { symbol, strategy, command }, status, outcome, problem }) => {
      const reason = problem?.message ?? outcome?.message ?? ''
      log.info('signal', { correlationId: id, requestId, symbol, strategy, action: command.kind, status, reason })
      const what = `${strategy}: ${command.kind} ${symbol}`
      feed.publish({ kind: 'decision', what, outcome: status === 'done' ? 'taken' : 'refused', reason, symbol }, id)
    },
    onFault: (error, { id }) => log.error('signal failed', { correlationId: id, error }),
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
    health,
    metrics,
    account,
    refuseIntake: () => (signal.aborted ? 'the server is ending' : undefined),
  })
  const resumed = runner.resume()
  if (resumed > 0) log.info('going on with what an earlier start had taken in', { signals: resumed })
  const page = await openConsole({ clock, port: values.consolePort, mode: values.mode, feed, health, account })
  stack.defer(() => page.close())
  stack.defer(() => runner.stop())
  const url = await app.listen({ host, port }).catch((error: unknown) => {
    throw settings.refuse('port', error instanceof Error ? error.message : 'cannot be had')
  })
  stack.defer(() => app.close())
  describeStart(context, {
    url,
    consoleUrl: page.url,
    shownSecret: given === undefined ? webhookSecret.reveal() : undefined,
  })
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  health.drain()
}

const createExecute =
  (parts: Parameters<typeof executeSignal>[0]) =>
  (...[stored, turn]: [Parameters<typeof executeSignal>[1], Parameters<typeof executeSignal>[2]]) =>
    executeSignal(parts, stored, turn)

async function open(
  context: Context,
  stack: AsyncDisposableStack,
  parts: {
    readonly folder: { file(name: string): string }
    readonly original: ReturnType<typeof readOriginalNames>
    readonly accountFeed: ReturnType<typeof createAccountFeed>
  },
) {
  const { values, settings, clock, env } = context
  const { folder, original, accountFeed } = parts
  const network = resolveNetwork(values)
  const isPaper = values.mode === 'paper'
  let restUrl = values.restUrl ?? (isPaper ? undefined : (original.baseUrl ?? network.restUrl))
  let wsUrl = values.wsUrl ?? (isPaper ? undefined : network.wsUrl)
  if ((restUrl === undefined) !== (wsUrl === undefined)) {
    throw settings.refuse(restUrl === undefined ? 'restUrl' : 'wsUrl', 'is needed where the other address is given')
  }
  if (isPaper && restUrl !== undefined && !loopback.has(new URL(restUrl).hostname)) {
    throw settings.refuse('restUrl', 'must be on this machine when mode is paper')
  }
  if (restUrl === undefined || wsUrl === undefined) {
    const venue = await openPaperExchange({ folder: folder.file('exchange'), symbols: values.symbols })
    stack.defer(() => venue.close())
    ;({ restUrl, wsUrl } = venue)
    context.stdout.write('webhook-server: trading on a paper exchange of its own, on synthetic prices\n')
  }
  const credentials = isPaper
    ? readPaperKey(folder.file('paper-key'), network.chainId)
    : readLiveCredentials(env, { alias: values.account, chainId: network.chainId })
  const transport = createUndiciTransport()
  stack.defer(() => transport.close())
  const connector = createWsConnector()
  stack.defer(() => connector.close())
  const limits = {
    ...(values.maxOrderNotional === undefined ? {} : { maxOrderNotional: values.maxOrderNotional }),
    ...(values.maxPositionNotional === undefined ? {} : { maxPositionNotional: values.maxPositionNotional }),
  }
  const desk = await openDesk({
    clock,
    random: createSystemRandom(),
    transport,
    connector,
    restUrl,
    wsUrl,
    credentials,
    symbols: values.symbols,
    journalFile: folder.file('journal.db'),
    haltFile: folder.file('HALT'),
    limits,
    onEvent: accountFeed.onEvent,
  })
  stack.defer(() => desk.close('leaveProtected'))
  return desk
}

const readPaperKey = (file: string, chainId: number): DeskCredentials => {
  const privateKey = new Secret(readOrMakeSecret(file, () => generateAgentKey().reveal()))
  return { kind: 'v3', privateKey, chainId }
}

function readLiveCredentials(
  env: Context['env'],
  { alias, chainId }: { readonly alias: string | undefined; readonly chainId: number },
): DeskCredentials {
  const { v3, v1 } = readCredentials(env, { alias })
  if (v3 !== undefined) return { kind: 'v3', privateKey: v3.privateKey, user: v3.user, chainId }
  if (v1 !== undefined) return { kind: 'v1', ...v1 }
  throw new ParameterError('credentials', [
    { field: 'ASTER_PRIVATE_KEY', rule: 'required', value: 'nothing', message: 'is missing' },
  ])
}

/** What a person needs to go on. A secret is shown only when this server made it, for paper trading. */
function describeStart(
  { values, stdout }: Context,
  {
    url,
    consoleUrl,
    shownSecret,
  }: { readonly url: string; readonly consoleUrl: string; readonly shownSecret: string | undefined },
): void {
  const symbol = values.symbols[0] ?? 'BTCUSDT'
  const body = {
    action: 'open',
    symbol,
    side: 'BUY',
    quantity: '0.01',
    stop_loss: 1,
    webhook_secret: shownSecret ?? '<your secret>',
  }
  stdout.write(
    [
      `webhook-server: ready, mode ${values.mode}`,
      `  alerts   ${url}/webhook/tradingview`,
      `  docs     ${url}/docs`,
      `  console  ${consoleUrl}`,
      '  try it:',
      `  curl -s '${url}/webhook/tradingview?wait=1' -H 'content-type: application/json' -d '${JSON.stringify(body)}'`,
      '',
    ].join('\n'),
  )
}
