import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Clock, sleep } from '@aster/core'

import type { Span } from '../chaos/silence.ts'
import type { CrashNews, CrashOrders } from './crash-child.ts'
import type { CrashPlan } from './crash-plan.ts'
import type { CrashBug } from './crash-plants.ts'
import { type CrashVenue, openCrashVenue } from './crash-venue.ts'
import { type Absence, judgeCrash } from './judge-crash.ts'
import type { CrashRun } from './run-memory-crash.ts'
import { createSteppedClock } from './stepped-clock.ts'

const timeStopMs = 400
/** Of real time, for one life. */
const longestLifeMs = 60_000
const quietMs = 6_000

interface Life {
  readonly process: ChildProcess
  /** Resolves with the signal that ended it; undefined for an end of its own. Rejects when it failed. */
  readonly ended: Promise<string | undefined>
  readonly whenTold: (news: 'ready' | 'begun') => Promise<void>
  readonly points: () => number
}

/**
 * One crash of a real process, by SIGKILL, against an exchange behind real sockets in this one. The exchange's clock is
 * moved on while the program is dead.
 */
export async function runProcessCrash(plan: CrashPlan, bug: CrashBug | undefined, base: Clock): Promise<CrashRun> {
  const directory = mkdtempSync(join(tmpdir(), 'aster-crash-'))
  const clock = createSteppedClock(base)
  const venue = openCrashVenue(clock, plan)
  await venue.exchange.start()
  venue.moveBy(0)
  const { restUrl, wsUrl } = await venue.exchange.listen({ host: '127.0.0.1', port: 0 })
  const journalPath = join(directory, 'journal.db')
  const { privateKey, user } = venue
  const orders = { restUrl, wsUrl, privateKey, user, journalPath, plan, bug, timeStopMs }
  try {
    const first = startLife({ ...orders, seed: 'first', begins: true, aheadMs: clock.aheadMs })
    if ('afterMs' in plan.death) {
      await Promise.race([first.whenTold('begun'), first.ended])
      await sleep(base, plan.death.afterMs)
      first.process.kill('SIGKILL')
    }
    const ending = await withinLife(base, first)
    const dead: Span[] = []
    let absence: Absence | undefined
    if (ending !== undefined) {
      const fromMs = clock.monotonicMs()
      const atDeath = venue.truth()
      await clock.jump(plan.deadMs / 2)
      if (plan.crossesStop) venue.moveBy(plan.side === 'BUY' ? -1 : 1)
      await clock.jump(plan.deadMs / 2)
      absence = { atDeath, atRestart: venue.truth() }
      const second = startLife({ ...orders, seed: 'second', begins: false, aheadMs: clock.aheadMs })
      await Promise.race([second.whenTold('ready'), second.ended])
      dead.push({ fromMs, toMs: clock.monotonicMs() })
      await withinLife(base, second)
    }
    await clock.jump(quietMs)
    const { crossesStop } = plan
    const verdict = judgeCrash(venue, { journalPath, clock, dead, absence, crossesStop })
    return { ...verdict, points: first.points(), wasKilled: ending !== undefined }
  } finally {
    await stop(venue)
    rmSync(directory, { recursive: true })
  }
}

const stop = (venue: CrashVenue) => venue.exchange.stop()

function startLife(orders: CrashOrders): Life {
  const child = fork(new URL('crash-child.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const told = { ready: Promise.withResolvers<void>(), begun: Promise.withResolvers<void>() }
  let points = 0
  let complaint = ''
  child.stderr?.on('data', (text: Buffer) => (complaint += text.toString()))
  child.on('message', (news: CrashNews) => {
    if (typeof news === 'string') told[news].resolve()
    else points = news.points
  })
  const ended = new Promise<string | undefined>((resolve, reject) => {
    child.once('exit', (code, signal) => {
      if (signal !== null) resolve(signal)
      else if (code === 0) resolve(undefined)
      else reject(new Error(`A life failed: ${complaint.trim()}`))
    })
  })
  ended.catch(() => undefined)
  child.send(orders)
  return { process: child, ended, whenTold: (news) => told[news].promise, points: () => points }
}

async function withinLife(base: Clock, life: Life): Promise<string | undefined> {
  const patience = new AbortController()
  const late = sleep(base, longestLifeMs, patience.signal).then(() => {
    life.process.kill('SIGKILL')
    throw new Error(`A life had not ended after ${longestLifeMs} ms`)
  })
  try {
    return await Promise.race([life.ended, late])
  } finally {
    patience.abort()
    late.catch(() => undefined)
  }
}
