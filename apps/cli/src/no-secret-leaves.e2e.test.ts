import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { agentSigner, createNonceSource } from '@aster/auth'
import { createSeededRandom, createSystemClock, RejectedError, Secret } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import {
  type ConsoleAction,
  consoleRoute,
  createEventFeed,
  createLogger,
  createMetrics,
  createNotifier,
  createRedactor,
  discordChannel,
  type EdgeServer,
  feedMetrics,
  metricsRoute,
  openFeedFile,
  openRotatingFile,
  serveEdge,
  telegramChannel,
  webhookChannel,
} from '@aster/runtime'
import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { createAccountFeed, openAccount, openJournal } from '@aster/trades'
import { createStreamClient, createWsConnector } from '@aster/ws'
import { afterEach, describe, expect, it } from 'vitest'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const clock = createSystemClock()
const { agent, master } = testKeys
const secrets = {
  privateKey: agent.privateKey,
  apiKey: 'Kq8'.repeat(21),
  apiSecret: 'Zx7+/=&"'.repeat(6),
  botToken: '7654321:AAH-telegram_token_words',
  discordToken: 'discordTokenWords0123456789',
  webhookToken: 'hookTokenWords9876543210',
  passphrase: 'correct horse battery staple',
}

/** Every way in which a program may have written a secret down. */
function listForms(secret: string): string[] {
  const bare = secret.replace(/^0x/, '')
  const escaped = JSON.stringify(secret).slice(1, -1)
  return [secret, bare, bare.toUpperCase(), encodeURIComponent(secret), escaped, btoa(secret), secret.slice(4, -2)]
}

function expectNoSecret(place: string, text: string): void {
  expect(text.length, `${place} says something`).toBeGreaterThan(0)
  for (const [name, secret] of Object.entries(secrets)) {
    for (const form of listForms(secret)) expect(text.includes(form), `${name} in ${place}`).toBe(false)
  }
}

/** Remembers what the receivers of notices were sent. */
async function listenForNotices() {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      bodies.push(text)
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies }
}

/** What a page is told until an event says `until`. */
async function readConsole(server: EdgeServer, until: string): Promise<string> {
  const controller = new AbortController()
  const response = await fetch(`${server.url}/console/events`, { signal: controller.signal })
  if (response.body === null) throw new Error('no body')
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(until)) break
  }
  controller.abort()
  return text
}

/** What an error of a library looks like that repeats everything it was given. */
function createTellTale(): Error {
  const request = { headers: { 'X-MBX-APIKEY': secrets.apiKey }, body: `privateKey=${secrets.privateKey}` }
  const url = `https://api.telegram.org/bot${secrets.botToken}/sendMessage`
  const text = `cannot reach ${url} nor /webhooks/1/${secrets.discordToken} nor /in/${secrets.webhookToken}`
  const cause = new Error(`wrong passphrase ${secrets.passphrase}, ${secrets.apiSecret}`)
  return Object.assign(new Error(text, { cause }), { request, words: [secrets.passphrase, { key: secrets.apiKey }] })
}

describe('no secret leaves a program', () => {
  it('by log, feed, console, metrics, notice, journal or support bundle', async () => {
    const exchange = await startSocketExchange()
    ends.push(() => exchange[Symbol.asyncDispose]())
    const folder = mkdtempSync(join(tmpdir(), 'aster-secrets-'))
    ends.push(() => rmSync(folder, { recursive: true, force: true }))
    const redactor = createRedactor(Object.values(secrets))

    const written: string[] = []
    const output = { isTerminal: false, write: (text: string) => void written.push(text) }
    const person = { isTerminal: true, write: (text: string) => void written.push(text) }
    const logFile = openRotatingFile({ path: join(folder, 'log.jsonl'), clock })
    const logs = [
      createLogger({ name: 'program', clock, output, redactor, level: 'debug', file: logFile }),
      createLogger({ name: 'program', clock, output: person, redactor, level: 'debug', format: 'human' }),
    ]
    const feed = createEventFeed({ clock, redactor })
    const metrics = createMetrics('program')
    ends.push(feedMetrics(feed, metrics))
    const feedPath = join(folder, 'feed.jsonl')
    const feedFile = openFeedFile({ feed, path: feedPath, clock })
    const receiver = await listenForNotices()
    const notifier = createNotifier({
      program: 'program',
      clock,
      redactor,
      channels: [
        telegramChannel({
          botToken: new Secret(secrets.botToken),
          chatId: '1',
          baseUrl: receiver.url,
          minimum: 'info',
        }),
        discordChannel({ webhookUrl: new Secret(`${receiver.url}/api/webhooks/1/${secrets.discordToken}`) }),
        webhookChannel({ url: new Secret(`${receiver.url}/in/${secrets.webhookToken}`) }),
        webhookChannel({ url: new Secret(`http://127.0.0.1:1/in/${secrets.webhookToken}`) }),
      ],
      onFailure: (channel, reason) => logs[0]?.warn(`notice ${channel}: ${reason}`),
    })
    const fail: ConsoleAction = {
      id: 'fail',
      label: 'Fail',
      question: '',
      run: () => Promise.reject(createTellTale()),
    }
    const banner = () => `halted: ${createTellTale().message}`
    const page = consoleRoute({
      program: 'program',
      mode: 'paper',
      feed,
      clock,
      actions: () => [fail],
      banner,
      redactor,
    })
    const server = await serveEdge({ port: 0, routes: [page, metricsRoute(metrics)] })
    ends.push(
      () => server.close(),
      () => page[Symbol.dispose](),
    )

    // a real account, traded over real sockets, with refusals and the errors they bring
    const journal = openJournal({ path: join(folder, 'journal.db'), clock })
    const transport = createUndiciTransport()
    const connector = createWsConnector()
    const streams = createStreamClient({ connector, clock, baseUrl: exchange.wsUrl })
    const signer = agentSigner({
      privateKey: new Secret(secrets.privateKey),
      user: master.address,
      nonces: createNonceSource({ clock }),
    })
    const rest = createRestClient({ transport, clock, baseUrl: exchange.restUrl, signer })
    const accountFeed = createAccountFeed({
      name: 'desk',
      publish: (body, correlationId) => feed.publish(body, correlationId),
    })
    const account = await openAccount({
      name: 'desk',
      rest,
      streams,
      connector,
      wsUrl: exchange.wsUrl,
      clock,
      random: createSeededRandom(1),
      symbols: ['BTCUSDT'],
      clientOrderIdPrefix: 'leak',
      journal,
      onEvent(event) {
        accountFeed.onEvent(event)
        for (const log of logs) log.debug(event.type, { event, signer, rest: rest.statistics() })
      },
    })
    await account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' })
    const refused = await rest.trading
      .placeOrder({ symbol: 'NOPEUSDT', side: 'BUY', type: 'MARKET', quantity: '1' })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(RejectedError)

    const tellTale = createTellTale()
    for (const log of logs) {
      log.error(`failed: ${tellTale.message}`, { error: tellTale, refused, env: { ...secrets } })
      log.child({ passphrase: secrets.passphrase, note: secrets.apiKey }).info(secrets.botToken)
    }
    const what = `trouble ${secrets.apiKey}`
    feed.publish({ kind: 'incident', severity: 'critical', what, detail: tellTale.stack ?? '' })
    feed.publish({ kind: 'decision', what, outcome: 'refused', reason: `sent ${secrets.apiSecret}` })
    const terms = { account: 'desk', symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' } as const
    const rejected = { status: 'REJECTED', filledQuantity: '0', reason: `bad key ${secrets.apiKey}` } as const
    feed.publish({ kind: 'order', ...terms, clientOrderId: 'leak-1', ...rejected })
    notifier.notify({ severity: 'critical', title: what, text: `${tellTale.message} ${secrets.passphrase}` })
    expect(Object.values(await notifier.test())).toContain('failed')

    const listening = readConsole(server, 'console fail')
    const pressed = await fetch(`${server.url}/console/actions/fail`, { method: 'POST', headers: { 'x-aster': '1' } })
    const answer = await pressed.text()
    const traffic = await listening
    const scrape = await (await fetch(`${server.url}/metrics`)).text()
    await account.close({ policy: 'leaveProtected', timeoutMs: 5_000 })
    await streams.close()
    await connector.close()
    await transport.close()
    await notifier.close()
    journal.close()
    feedFile.close()
    logFile.close()

    const bundle = await promisify(execFile)(
      process.execPath,
      [fileURLToPath(new URL('./main.ts', import.meta.url)), 'support-bundle', '--feed', feedPath],
      {
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          ASTER_PRIVATE_KEY: secrets.privateKey,
          ASTER_USER: master.address,
          ASTER_API_KEY: secrets.apiKey,
          ASTER_API_SECRET: secrets.apiSecret,
          ASTER_KEYSTORE_PASSPHRASE: secrets.passphrase,
        },
      },
    )

    expect(traffic).toContain('console fail')
    expectNoSecret('the log on the terminal', written.join(''))
    expectNoSecret('the console', traffic)
    expectNoSecret('the answer to a button', answer)
    expectNoSecret('the metrics', scrape)
    expectNoSecret('the notices', receiver.bodies.join('\n'))
    expectNoSecret('the support bundle', bundle.stdout)
    expect(bundle.stderr).toBe('')
    for (const name of readdirSync(folder).filter((each) => !each.endsWith('.lock')))
      expectNoSecret(name, readFileSync(join(folder, name), 'latin1'))
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['feed.jsonl', 'journal.db', 'log.jsonl']))
  })
})
