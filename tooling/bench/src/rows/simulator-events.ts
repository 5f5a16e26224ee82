import type { Benchmark } from '../benchmark.ts'
import { measureEngineRow } from '../simulator/measure-engine-row.ts'

/** Market events a second in the engine, in process. One event is one level change or one trade applied. */
export const runSimulatorEvents: Benchmark = (name, context) =>
  measureEngineRow({ name, target: 1_000_000 }, 'events', context)
