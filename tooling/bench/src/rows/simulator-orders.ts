import type { Benchmark } from '../benchmark.ts'
import { createLoneRateRow } from '../measure/create-lone-row.ts'
import { drawOrderFlow, openLoadedEngine } from '../simulator/open-loaded-engine.ts'
import { createOpenOrders, runOrderFlow } from '../simulator/run-order-flow.ts'

const warmUp = 150_000
const perRound = 40_000
const rounds = 40

/**
 * Order operations a second in the engine, in process: 60 % placements, 30 % cancels, 10 % amendments by 100 accounts on a
 * book of 1,000 levels a side; every check, margin included, and every event of the users. The fastest round counts: what
 * else the machine does can only make one slower.
 */
export const runSimulatorOrders: Benchmark = async (name, { clock, signal, note }) => {
  const loaded = openLoadedEngine()
  const flow = drawOrderFlow(warmUp + perRound, 1)
  const open = createOpenOrders()
  let at = 0
  let refused = 0
  const run = (count: number) => {
    refused += runOrderFlow(loaded, flow, open, at, count).refused
    at += count
  }
  run(warmUp)
  let bestMs = Number.POSITIVE_INFINITY
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted()
    const startMs = clock.monotonicMs()
    run(perRound)
    const elapsedMs = clock.monotonicMs() - startMs
    times.push(elapsedMs)
    bestMs = Math.min(bestMs, elapsedMs)
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
  const share = Math.round((refused / at) * 1000) / 10
  note(
    `${name}: best of ${rounds} rounds; median ${Math.round((perRound / median) * 1000)}/s; ${share} % refused, ${open.ids.length} orders open`,
  )
  return createLoneRateRow({ name, target: 200_000, engine: null }, (perRound / bestMs) * 1000)
}
