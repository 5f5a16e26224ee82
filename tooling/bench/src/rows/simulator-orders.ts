import type { Benchmark } from '../benchmark.ts'
import { measureEngineRow } from '../simulator/measure-engine-row.ts'

/**
 * Order operations a second in the engine, in process, without JSON and signatures: 60 % placements, 30 % cancels, 10 %
 * amendments by 100 accounts on a book of 1,000 levels a side; every check, margin included, and every event of the users.
 */
export const runSimulatorOrders: Benchmark = (name, context) =>
  measureEngineRow({ name, target: 200_000 }, 'orders', context)
