import { type Clock, sleep } from '@aster/core'

import type { RiskGate } from './create-risk-gate.ts'
import { answerHalt, type HaltOrder, readHaltOrder, readResumeOrder } from './halt-file.ts'

/** Four looks a second: entries stop well within a second of the file. One look costs two calls of stat a file. */
const everyMs = 250

type Gate = Pick<RiskGate, 'state' | 'reason' | 'changedMs' | 'halt' | 'reduce' | 'resume' | 'explain'>

export interface HaltWatchOptions {
  /** Any of them stops the account. */
  readonly paths: readonly string[]
  /** Who answers. */
  readonly program: string
  readonly account: string
  readonly clock: Clock
  readonly signal: AbortSignal
  /** The state holds, and could not be written down. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Watches for files that stop an account: a program that hangs in its own trouble can still be stopped by `touch`. Its
 * first word may be `reduce`; everything else, also nothing, halts. The rest is the reason. Taking the file away does not
 * resume, and resuming while it lies there holds for one look only.
 *
 * What `writeResume` leaves beside the file resumes: only an account that this very file has stopped, before the resume
 * was written, while no other file lies there and neither loss nor drawdown is beyond its limit. They are counted on.
 */
export async function watchHaltFiles(gate: Gate, options: HaltWatchOptions): Promise<void> {
  const { clock, signal, onFailure } = options
  const look = createHaltLook(gate, options)
  while (!signal.aborted) {
    await look().catch(onFailure)
    await sleep(clock, everyMs, signal).catch(() => undefined)
  }
}

/** One look after the other. */
export function createHaltLook(
  gate: Gate,
  { paths, program, account, clock }: Omit<HaltWatchOptions, 'signal' | 'onFailure'>,
): () => Promise<void> {
  /** What was answered last, by path. */
  const answered = new Map<string, string>()

  const answer = (path: string, order: string, reason = gate.reason): void => {
    if (answered.get(path) === order) return
    answered.set(path, order)
    const { state } = gate
    answerHalt(path, { program, account, processId: process.pid, state, reason, atMs: clock.now() })
  }

  const stop = async (path: string, { isReduce, reason, id }: HaltOrder): Promise<void> => {
    try {
      if (isReduce && gate.state === 'active') await gate.reduce(describe(path, reason))
      if (!isReduce && gate.state !== 'halted') await gate.halt(describe(path, reason))
    } finally {
      answer(path, `halt ${id}`)
    }
  }

  const goOn = async (path: string): Promise<void> => {
    const order = readResumeOrder(path)
    const id = `resume ${order?.atMs}`
    if (order === undefined || answered.get(path) === id) return
    const isMeant =
      gate.state !== 'active' && gate.reason.startsWith(describe(path, '')) && order.atMs >= gate.changedMs
    if (!isMeant) {
      answer(path, id)
      return
    }
    const { equity, checks } = gate.explain()
    // without equity nobody knows what was lost: the next look may
    if (equity === undefined) return
    const broken = checks.find(({ ok }) => !ok)
    if (broken === undefined) await gate.resume(describe(path, order.reason), { keepMarks: true })
    answer(path, id, broken === undefined ? '' : `not resumed: ${broken.message}`)
  }

  return async () => {
    const lying = paths.flatMap((path) => {
      const order = readHaltOrder(path)
      return order === undefined ? [] : [{ path, order }]
    })
    for (const { path, order } of lying.toSorted((a, b) => Number(a.order.isReduce) - Number(b.order.isReduce))) {
      await stop(path, order)
    }
    for (const path of paths) {
      if (lying.length === 0) await goOn(path)
      else if (lying.every((other) => other.path !== path)) {
        const order = readResumeOrder(path)
        if (order !== undefined) answer(path, `resume ${order.atMs}`, `not resumed: ${lying[0]?.path} lies there`)
      }
    }
  }
}

const describe = (path: string, reason: string): string => `file ${path}: ${reason}`
