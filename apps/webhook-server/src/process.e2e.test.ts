import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type ServerProcess, startProcess } from './testing/start-process.ts'

let folder = ''
let watchdog: Server
const received: { readonly path: string; readonly body: string }[] = []
let server: ServerProcess
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'webhook-process-'))
  watchdog = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      received.push({ path: request.url ?? '', body })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => watchdog.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(watchdog.address() as AddressInfo).port}`
  const notices = ['--notice-webhook', `${address}/hook-of-mine`, '--heartbeat-url', `${address}/beat-of-mine`]
  server = await startProcess(folder, ['--log-file', 'server.jsonl', ...notices])
})
afterAll(() => {
  server.child.kill('SIGKILL')
  watchdog.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The value of a metric, undefined when it is not there. */
function readMetric(text: string, name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
  const line = text
    .split('\n')
    .find(
      (each) =>
        each.startsWith(`aster_${name}{`) &&
        Object.entries(labels).every(([label, value]) => each.includes(`${label}="${value}"`)),
    )
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')))
}

async function scrapeUntil(isThere: (text: string) => boolean): Promise<string> {
  for (;;) {
    const text = await server.scrape()
    if (isThere(text)) return text
  }
}

describe('a running server', () => {
  it('moves every metric that it promises', async () => {
    const symbol = 'BTCUSDT'
    const first = await scrapeUntil((text) => readMetric(text, 'book_lag_seconds', { symbol }) !== undefined)
    expect(await server.alert({ action: 'open', side: 'BUY', quantity: '0.01' })).toMatchObject({ success: true })
    await fetch(`${server.url}/risk/halt`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'looking at the metrics' }),
    })
    const text = await scrapeUntil(
      (each) =>
        (readMetric(each, 'position_quantity', { symbol }) ?? 0) > 0 &&
        (readMetric(each, 'pnl', { part: 'fees' }) ?? 0) > 0,
    )
    for (const [name, labels] of [
      ['order_round_trip_seconds_count', { endpoint: 'placeOrder' }],
      ['order_round_trip_seconds_sum', { endpoint: 'placeOrder' }],
      ['ack_to_fill_seconds_count', { symbol }],
      ['weight_used', {}],
      ['orders_used', { interval: 'orders 60 s' }],
      ['fills_total', { symbol, side: 'BUY' }],
      ['orders_total', { symbol, status: 'FILLED' }],
      ['incidents_total', { severity: 'critical', what: 'risk halted' }],
    ] as const) {
      const [before, after] = [first, text].map((each) => readMetric(each, name, labels) ?? 0)
      expect({ name, hasMoved: (after ?? 0) > (before ?? 0) }).toEqual({ name, hasMoved: true })
    }
    for (const name of ['clock_drift_seconds', 'listen_key_age_seconds', 'book_lag_seconds']) {
      expect(Math.abs(readMetric(text, name) ?? Infinity)).toBeLessThan(70)
    }
    // an age grows by itself
    const age = readMetric(text, 'listen_key_age_seconds') ?? Infinity
    await scrapeUntil((each) => (readMetric(each, 'listen_key_age_seconds') ?? 0) > age)
    for (const part of ['realizedPnl', 'unrealizedPnl', 'fees', 'funding']) {
      expect(readMetric(text, 'pnl', { part })).toBeDefined()
    }
  }, 60_000)

  it('tells people of the halt, ends in phases and says what it did; its log ties every line to its signal and holds no secret', async () => {
    expect(await server.stop()).toBe(0)
    const report = server.errors().split('\n').slice(-8).join('\n')
    for (const line of ['intake   alerts: done', 'settle   signals: done', 'release  account paper: done']) {
      expect(report).toContain(line)
    }
    expect(report).toContain('webhook-server: ended in order after SIGTERM')
    const halts = received.filter(({ body }) => body.includes('risk halted'))
    expect(halts.map(({ path, body }) => [path, JSON.parse(body) as unknown])).toEqual([
      ['/hook-of-mine', expect.objectContaining({ severity: 'critical', title: 'risk halted (paper)' })],
    ])
    expect(received.map(({ path }) => path)).toContain('/beat-of-mine')
    const text = readFileSync(join(folder, 'server.jsonl'), 'utf8')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const [signalId] = lines.filter(({ msg }) => msg === 'signal').map(({ correlationId }) => correlationId)
    expect(signalId).toEqual(expect.stringMatching(/^[0-9a-f-]{36}$/))
    const ours = lines.filter(({ msg }) => msg === 'order' || msg === 'fill')
    expect(ours.map(({ msg }) => msg)).toContain('fill')
    expect(ours.map(({ type }) => type)).toContain('STOP_MARKET')
    expect(new Set(ours.map(({ correlationId }) => correlationId))).toEqual(new Set([signalId]))
    const key = readFileSync(join(folder, 'data/paper-key'), 'utf8').trim()
    for (const secret of [server.secret, key.slice(2), 'of-mine']) expect(text + server.errors()).not.toContain(secret)
  }, 60_000)
})
