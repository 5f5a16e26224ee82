import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sleep } from '@aster/core'
import { createExchange, defaultExchangeInfo } from '@aster/simulator'

import { startWebhookServer } from '../alerts/start-webhook-server.ts'
import type { Benchmark } from '../benchmark.ts'
import { roundFigure } from '../measure/create-duration-row.ts'
import { pickPercentile } from '../measure/pick-percentile.ts'

/** Milliseconds, for one of two. */
const target = 15
const rounds = 100
const warmUpRounds = 10
/** Between two alerts: the server shall be idle, and no safeguard against runaways shall be met. */
const pauseMs = 100

const limitless = 1_000_000_000
const rateLimits = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: limitless },
  { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: limitless },
  { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: limitless },
]

/**
 * From an alert that leaves its sender to the order that it wants, as the exchange takes it: HTTP in, signal and intent synced
 * to disk, position asked for, order signed, HTTP out. The server is idle otherwise. The exchange and the sender are here, so
 * that both ends are timed by one clock; limits are off.
 */
export const openFromAlert: Benchmark = async (name, { clock, signal, note }) => {
  const folder = mkdtempSync(join(tmpdir(), 'aster-bench-webhook-'))
  const exchangeInfo = { ...defaultExchangeInfo, rateLimits }
  const exchange = createExchange({ clock, symbols: ['BTCUSDT'], market: 'quiet', limits: false, exchangeInfo })
  await exchange.start()
  const { restUrl, wsUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
  const secret = randomBytes(16).toString('hex')
  const flags = ['--mode', 'paper', '--rest-url', restUrl, '--ws-url', wsUrl]
  const server = await startWebhookServer({ folder, secret, flags })
  const taken = { marketMs: Number.NaN, stopMs: Number.NaN }
  exchange.onEvent((line) => {
    if (!line.startsWith('{"kind":"order"')) return
    const { order } = JSON.parse(line) as { readonly order: { readonly type: string; readonly status: string } }
    if (order.type === 'MARKET' && Number.isNaN(taken.marketMs)) taken.marketMs = clock.monotonicMs()
    if (order.type === 'STOP_MARKET' && Number.isNaN(taken.stopMs)) taken.stopMs = clock.monotonicMs()
  })
  const alert = async (body: Readonly<Record<string, unknown>>) => {
    const answer = await fetch(`${server.url}/webhook/tradingview?wait=1&wait_ms=20000`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ symbol: 'BTCUSDT', webhook_secret: secret, ...body }),
    })
    if (answer.status !== 200) throw new Error(`an alert was answered with ${answer.status}: ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  const toOrderMs: number[] = []
  const toStopMs: number[] = []
  try {
    for (let round = 0; round < warmUpRounds + rounds; round += 1) {
      signal.throwIfAborted()
      Object.assign(taken, { marketMs: Number.NaN, stopMs: Number.NaN })
      const sentMs = clock.monotonicMs()
      await alert({ action: 'open', side: 'BUY', quantity: '0.01', stop_loss: { percent: 1 }, id: `open-${round}` })
      if (round >= warmUpRounds) {
        toOrderMs.push(taken.marketMs - sentMs)
        toStopMs.push(taken.stopMs - taken.marketMs)
      }
      await alert({ action: 'close', id: `close-${round}` })
      await sleep(clock, pauseMs, signal)
    }
  } finally {
    await server.close()
    await exchange.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const [p50, p99] = [pickPercentile(toOrderMs, 0.5), pickPercentile(toOrderMs, 0.99)]
  const [stopP50, stopP99] = [pickPercentile(toStopMs, 0.5), pickPercentile(toStopMs, 0.99)]
  note(
    `${name}: alert to order p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; order to its stop p50 ${stopP50.toFixed(1)} ms, p99 ${stopP99.toFixed(1)} ms; ${toOrderMs.length} alerts`,
  )
  const facts = { name, peer: null, peerName: null, ratio: null, unit: 'ms', better: 'lower', engine: null } as const
  return { ...facts, ours: roundFigure(p50), target, ok: p50 <= target }
}
