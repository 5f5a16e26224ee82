import { createServer } from 'node:http'

import { createSystemClock, Secret } from '@aster/core'
import { afterEach, describe, expect, it } from 'vitest'

import { createRedactor } from '../redaction/create-redactor.ts'
import { createNotifier } from './create-notifier.ts'
import { discordChannel, telegramChannel, webhookChannel } from './notice-channels.ts'
import { startHeartbeat } from './start-heartbeat.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

interface Received {
  readonly path: string
  readonly body: Record<string, unknown>
}

/** A server that answers with the next of these statuses, then 200. */
async function listen(statuses: number[] = []) {
  const received: Received[] = []
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) })
      response.writeHead(statuses.shift() ?? 200).end('{}')
      for (const resolve of waiting.splice(0)) resolve()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const until = async (count: number) => {
    while (received.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, received, until }
}

const clock = createSystemClock()
const redactor = createRedactor(['very-secret-key'])
const notice = {
  severity: 'critical',
  title: 'Liquidation is near',
  text: 'BTCUSDT at 60000, very-secret-key',
} as const

describe('notices', () => {
  it('arrive at Telegram, Discord and any webhook, each in its shape, without secrets', async () => {
    const server = await listen()
    const channels = [
      telegramChannel({ botToken: new Secret('123:abc'), chatId: '42', baseUrl: server.url }),
      discordChannel({ webhookUrl: new Secret(`${server.url}/api/webhooks/1/token`) }),
      webhookChannel({ url: new Secret(`${server.url}/hook`) }),
    ]
    const notifier = createNotifier({ program: 'maker', clock, channels, redactor })
    notifier.notify(notice)
    await server.until(3)
    const byPath = new Map(server.received.map(({ path, body }) => [path, body]))
    expect(byPath.get('/bot123:abc/sendMessage')).toMatchObject({
      chat_id: '42',
      text: '[critical] maker: Liquidation is near\nBTCUSDT at 60000, [hidden]',
    })
    expect(byPath.get('/api/webhooks/1/token')).toMatchObject({ allowed_mentions: { parse: [] } })
    expect(byPath.get('/hook')).toMatchObject({ severity: 'critical', title: 'Liquidation is near' })
    await notifier.close()
  })

  it('tell how a test went on each channel', async () => {
    const [good, bad] = [await listen(), await listen([500])]
    const failures: string[] = []
    const channels = [
      webhookChannel({ url: new Secret(good.url) }),
      telegramChannel({ botToken: new Secret('9:zzzzzzzzz'), chatId: '1', baseUrl: bad.url }),
    ]
    const onFailure = (channel: string, reason: string) => failures.push(`${channel} ${reason}`)
    const notifier = createNotifier({ program: 'maker', clock, channels, redactor, onFailure })
    expect(await notifier.test()).toEqual({ webhook: 'sent', telegram: 'failed' })
    expect(failures).toEqual(['telegram it answered HTTP 500'])
    await notifier.close()
  })

  it('never throw at who has something to say, also when nobody listens there', async () => {
    const channels = [webhookChannel({ url: new Secret('http://127.0.0.1:1/') })]
    const failed = Promise.withResolvers<string>()
    const notifier = createNotifier({
      program: 'm',
      clock,
      channels,
      redactor,
      onFailure: (name) => failed.resolve(name),
    })
    notifier.notify(notice)
    expect(await failed.promise).toBe('webhook')
    await notifier.close()
  })
})

describe('the heartbeat', () => {
  it('beats while all is well', async () => {
    const server = await listen()
    const stop = startHeartbeat({ clock, url: new Secret(`${server.url}/beat`), everyMs: 5, isWell: () => true })
    await server.until(3)
    stop()
    expect(server.received[0]?.path).toBe('/beat')
  })
})
