import { createSeededRandom, type Random, toDecimal } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { randomEventFault } from '../testing/fault-connector.ts'
import type { Fault } from '../testing/fault-transport.ts'
import { openScene, type Scene } from '../testing/open-scene.ts'
import { createTrade } from './create-trade.ts'
import type { EntryOptions } from './trade-options.ts'
import type { TradeResult } from './trade-result.ts'

const faultKinds: readonly Fault[] = ['loseAnswer', 'answer503', 'refuse503', 'drop', 'unsent', { delayMs: 1_200 }]
const plainEntries: readonly EntryOptions[] = [
  'market',
  'bbo',
  { type: 'bbo', fillTimeoutMs: 500, finalAction: 'cross' },
  { type: 'market', maxSlippagePercent: '0.005' },
]

/** One of all kinds; what waits for a trigger waits a little beyond the market. */
function drawEntry(scene: Scene, random: Random, side: 'BUY' | 'SELL'): EntryOptions {
  const index = random.nextInt(plainEntries.length + 2)
  const forward = side === 'BUY' ? 1 : -1
  const stopPrice = (Number(scene.market.bid) * (1 + forward * 0.0001)).toFixed(1)
  const limitPrice = (Number(stopPrice) * (1 + forward * 0.0001)).toFixed(1)
  const trigger = { type: 'stop', stopPrice, timeoutMs: 8_000 } as const
  return plainEntries[index] ?? (index === plainEntries.length ? trigger : { ...trigger, limitPrice })
}

/** Every request may meet a fault, reads more rarely than writes. */
function spoil(scene: Scene, random: Random): void {
  for (const fault of faultKinds) {
    scene.faults.add({
      when: ({ method, path }) => path !== '/fapi/v3/listenKey' && random.next() < (method === 'GET' ? 0.004 : 0.02),
      fault,
      times: 1_000,
    })
  }
  scene.stream.fault = randomEventFault(random, { drop: 0.05, twice: 0.05, delay: 0.2, longestMs: 2_500 })
}

/** Three trades, one after the other, on a market of its own, with faults all over. */
async function runSeed(seed: number) {
  const random = createSeededRandom(`chaos ${seed}`)
  const hedge = random.next() < 0.5
  const policy = {
    crossingGtx: random.next() < 0.5 ? 'expire' : 'reject',
    excessReduceOnly: random.next() < 0.5 ? 'reject' : 'cut',
    eventOrder: random.next() < 0.5 ? 'orderFirst' : 'accountFirst',
    leftoverReduceOnly: random.next() < 0.5 ? 'expire' : 'keep',
  } as const
  await using test = await startTestExchange({ market: 'synthetic', seed, limits: false, engine: { policy } })
  await using scene = await openScene(test, testKeys, { hedge, latencyMs: 1 + random.nextInt(60), ownMarket: true })
  spoil(scene, random.fork('faults'))
  const results: TradeResult[] = []
  for (let count = 0; count < 3; count += 1) {
    const side = random.next() < 0.5 ? 'BUY' : 'SELL'
    const trade = createTrade(scene.account, {
      symbol: 'BTCUSDT',
      side,
      quantity: String(0.001 * (1 + random.nextInt(30))),
      entry: drawEntry(scene, random, side),
      takeProfits: [0.005 + random.next() * 0.02, 0.03 + random.next() * 0.03].map((percent) => percent.toFixed(4)),
      stop: { percent: (0.01 + random.next() * 0.05).toFixed(4) },
      timeStopMs: 3_000 + random.nextInt(10_000),
    })
    results.push(await scene.run(trade.done, 1_200_000))
  }
  scene.stream.fault = undefined
  await scene.advance(5_000)
  return { seed, results, truth: scene.truth() }
}

describe('trades under random faults', () => {
  // any other seed is run by naming it: CHAOS_FROM=400 CHAOS_SEEDS=100
  const first = Number(process.env['CHAOS_FROM'] ?? 1)
  const seeds = Array.from({ length: Number(process.env['CHAOS_SEEDS'] ?? 15) }, (_, index) => first + index)

  it.each(seeds)('seed %i: flat, nothing left, every fill counted', async (seed) => {
    const { results, truth } = await runSeed(seed)
    expect({ openOrders: truth.openOrders, positions: truth.positions }).toEqual({ openOrders: [], positions: [] })
    for (const result of results) {
      expect(['completed', 'cancelled', 'failed']).toContain(result.state)
      expect(result.entry.quantity).toBe(result.exit.quantity)
      expect(result.longestUnprotectedMs).toBeLessThan(12_000)
    }
    const counted = results.reduce((sum, result) => sum.plus(result.realizedPnl), toDecimal(0))
    expect(toDecimal(truth.wallet).minus(10_000).toFixed(6)).toBe(counted.toFixed(6))
  })
})
