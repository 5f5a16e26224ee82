import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { BenchContext, Row } from '../benchmark.ts'
import { createLoneRateRow } from '../measure/create-lone-row.ts'
import type { EngineFigures } from './measure-orders.ts'

const runner = fileURLToPath(new URL('./engine-runner.ts', import.meta.url))

/**
 * Measures the engine in a fresh process, so that what other rows made the compiler believe does not count. The fastest
 * round is the row: what else the machine does can only make one slower. The middle one is in the note.
 */
export async function measureEngineRow(
  facts: { readonly name: string; readonly target: number },
  what: 'orders' | 'events',
  { note }: BenchContext,
): Promise<Row> {
  const child = fork(runner)
  const ended = once(child, 'exit')
  try {
    child.send(what)
    const [result] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
    if (typeof result !== 'object' || result === null) throw new Error(`the run of ${what} ended early`)
    const { best, median, note: text } = result as EngineFigures
    note(`${facts.name}: best round ${Math.round(best)}/s, median ${Math.round(median)}/s; ${text}`)
    return createLoneRateRow({ ...facts, engine: null }, best)
  } finally {
    if (child.connected) child.disconnect()
    await ended
  }
}
