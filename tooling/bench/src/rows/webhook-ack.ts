import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sleep } from '@aster/core'

import { shootAlerts } from '../alerts/shoot-alerts.ts'
import { startPaperExchange } from '../alerts/start-paper-exchange.ts'
import { startPlainAlertServer } from '../alerts/start-plain-alert-server.ts'
import { startWebhookServer, type WebhookServer } from '../alerts/start-webhook-server.ts'
import { summarizeMemory } from '../alerts/summarize-memory.ts'
import type { BenchContext, Benchmark } from '../benchmark.ts'
import { roundFigure } from '../measure/create-duration-row.ts'

const symbols = ['BTCUSDT', 'ETHUSDT', 'ASTERUSDT']
const perSecond = 500
const defaultSeconds = 10
const warmUpSeconds = 3
const mostP99Ms = 10
/** The server does many times the work of its peer: it may take twice as long. */
const target = 0.5

/**
 * From the moment an alert is due to its 202, at 500 a second, for 99 of 100. The server runs as its users run it, on a paper
 * exchange with the limits on, and carries out what it takes in meanwhile. Held against the least that keeps the
 * same promise; both are loaded in turn.
 */
export const acknowledgeAlerts: Benchmark = async (name, context) => {
  const { signal, note, seconds = defaultSeconds } = context
  const folder = mkdtempSync(join(tmpdir(), 'aster-bench-webhook-'))
  const secret = randomBytes(16).toString('hex')
  const exchange = await startPaperExchange(symbols)
  const addresses = ['--rest-url', exchange.restUrl, '--ws-url', exchange.wsUrl]
  const flags = ['--mode', 'paper', ...addresses, '--symbols', symbols.join(','), '--max-alerts-per-minute', '1000000']
  const plain = await startPlainAlertServer(join(folder, 'plain.db'))
  const server = await startWebhookServer({ folder, secret, flags })
  const load = { perSecond, symbols, secret }
  const ours = { ...load, url: `${server.url}/webhook/tradingview-strategy` }
  const peer = { ...load, url: plain.url }
  try {
    await shootAlerts({ ...peer, round: 'warm', seconds: warmUpSeconds })
    const warm = await shootAlerts({ ...ours, round: 'warm', seconds: warmUpSeconds })
    await waitUntilOver(server, context)
    const heapBefore = await server.readHeapBytes()
    const stopSampling = sampleMemory(server, context)
    const peerHalves = [await shootAlerts({ ...peer, round: 'a', seconds: seconds / 2 })]
    const shots = await shootAlerts({ ...ours, round: 'a', seconds })
    peerHalves.push(await shootAlerts({ ...peer, round: 'b', seconds: seconds / 2 }))
    signal.throwIfAborted()
    const resident = stopSampling()
    const waitedMs = await waitUntilOver(server, context)
    const heapAfter = await server.readHeapBytes()
    const kept = new Map((await server.listSignals()).map((told) => [told.id, told]))
    const accepted = [...warm.ids, ...shots.ids]
    const lost = accepted.filter((id) => !kept.has(id)).length
    const outcomes: Record<string, number> = {}
    for (const { status, reason } of kept.values()) {
      const text = `${status}: ${(reason ?? '').replace(/\d+/g, 'n')}`
      outcomes[text] = (outcomes[text] ?? 0) + 1
    }
    const peerP99Ms = Math.min(...peerHalves.map(({ p99Ms }) => p99Ms))
    note(
      `${name}: ${shots.sent} alerts in ${seconds} s, p50 ${shots.p50Ms.toFixed(1)} ms, p99 ${shots.p99Ms.toFixed(1)} ms, longest ${shots.longestMs.toFixed(1)} ms (the gun itself late by ${shots.gunLateP99Ms.toFixed(1)} ms for 99 of 100); answers ${JSON.stringify(shots.byStatus)}; ${lost} of ${accepted.length} lost`,
    )
    note(`${name}: carried out ${Math.round(waitedMs)} ms after the last; ${JSON.stringify(outcomes)}`)
    note(`${name}: ${summarizeMemory({ heapBefore, heapAfter, resident })}`)
    note(
      `${name}: peer ${peerHalves.map(({ p50Ms, p99Ms, longestMs }) => `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, longest ${longestMs.toFixed(1)} ms`).join('; ')}`,
    )
    const ratio = roundFigure(peerP99Ms / shots.p99Ms)
    return {
      name,
      ours: roundFigure(shots.p99Ms),
      peer: roundFigure(peerP99Ms),
      peerName: 'fastify, zod and one synced SQLite commit, nothing carried out',
      ratio,
      unit: 'ms',
      better: 'lower',
      target,
      ok: ratio >= target && shots.p99Ms <= mostP99Ms && lost === 0 && shots.ids.length === shots.sent,
      engine: null,
    }
  } finally {
    await server.close()
    await plain.close()
    await exchange.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Resolves with how long it took until nothing waited any more. */
async function waitUntilOver(server: WebhookServer, { clock, signal }: BenchContext): Promise<number> {
  const startMs = clock.monotonicMs()
  while (true) {
    const { received = 0, executing = 0 } = await server.readCounts()
    if (received + executing === 0) return clock.monotonicMs() - startMs
    await sleep(clock, 100, signal)
  }
}

/** Resident bytes, once a second. */
function sampleMemory(server: WebhookServer, { clock }: BenchContext): () => readonly number[] {
  const samples: number[] = []
  const take = () => {
    samples.push(server.readResidentBytes())
    timer = clock.schedule(1_000, take)
  }
  let timer = clock.schedule(1_000, take)
  return () => {
    timer.cancel()
    return samples
  }
}
