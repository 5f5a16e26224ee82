import type { Clock } from '@aster/core'

import { drawOrderFlow, openLoadedEngine } from './open-loaded-engine.ts'
import { createOpenOrders, runOrderFlow } from './run-order-flow.ts'

const warmUp = 150_000
const perRound = 20_000
const rounds = 80

/** What a run of the engine came to: operations a second of its best and its middle round. */
export interface EngineFigures {
  readonly best: number
  readonly median: number
  readonly note: string
}

/** Turns the times of equal rounds into figures. */
export function toFigures(perRoundCount: number, timesMs: readonly number[], note: string): EngineFigures {
  const sorted = timesMs.toSorted((a, b) => a - b)
  const rate = (ms: number | undefined) => (perRoundCount / (ms ?? Number.NaN)) * 1000
  return { best: rate(sorted[0]), median: rate(sorted[Math.floor(sorted.length / 2)]), note }
}

/** Order operations: 60 % placements, 30 % cancels, 10 % amendments by 100 accounts on a book of 1,000 levels a side. */
export function measureOrders(clock: Clock): EngineFigures {
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
  const before = process.cpuUsage()
  const timesMs = Array.from({ length: rounds }, () => {
    const startMs = clock.monotonicMs()
    run(perRound)
    return clock.monotonicMs() - startMs
  })
  const { user, system } = process.cpuUsage(before)
  const perCpuSecond = Math.round(((perRound * rounds) / (user + system)) * 1_000_000)
  const share = Math.round((refused / at) * 1000) / 10
  return toFigures(
    perRound,
    timesMs,
    `${perCpuSecond} per second of CPU, the collector included; ${share} % refused, ${open.ids.length} orders open`,
  )
}
