import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createVirtualClock } from '@aster/core'

import type { Span } from '../chaos/silence.ts'
import { runCrashLife } from './crash-life.ts'
import type { CrashPlan } from './crash-plan.ts'
import type { CrashBug } from './crash-plants.ts'
import { openCrashVenue } from './crash-venue.ts'
import { type Absence, type CrashVerdict, judgeCrash } from './judge-crash.ts'
import { createMortalLink } from './mortal-link.ts'

export interface CrashRun extends CrashVerdict {
  /** Points that the first life passed. */
  readonly points: number
  /** False: it came to its end before its death was due. */
  readonly wasKilled: boolean
}

const startMs = Date.UTC(2026, 0, 1, 12)
const latencyMs = 5
const timeStopMs = 1_500
/** A life that has not ended by then has lost its way. */
const longestLifeMs = 300_000

/** One crash in memory, under a virtual clock: the same plan gives the same run. The journal is a real file. */
export async function runMemoryCrash(plan: CrashPlan, bug: CrashBug | undefined): Promise<CrashRun> {
  const directory = mkdtempSync(join(tmpdir(), 'aster-crash-'))
  try {
    return await runIn(directory, plan, bug)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function runIn(directory: string, plan: CrashPlan, bug: CrashBug | undefined): Promise<CrashRun> {
  const clock = createVirtualClock({ startMs })
  const venue = openCrashVenue(clock, plan)
  const { exchange } = venue
  await clock.runUntil(exchange.start())
  venue.moveBy(0)
  let journalPath = join(directory, 'journal.db')
  const { promise: death, resolve: die } = Promise.withResolvers<'killed'>()
  let points = 0
  let absence: { atDeath: Absence['atDeath']; atMs: number } | undefined
  const link = createMortalLink({
    transport: exchange.transport({ latencyMs }),
    connector: exchange.connector({ latencyMs }),
  })
  const kill = () => {
    if (link.isDead) return
    link.kill()
    const copy = join(directory, 'next.db')
    for (const suffix of ['', '-wal', '-head']) {
      if (existsSync(`${journalPath}${suffix}`)) copyFileSync(`${journalPath}${suffix}`, `${copy}${suffix}`)
    }
    journalPath = copy
    absence = { atDeath: venue.truth(), atMs: clock.monotonicMs() }
    die('killed')
  }
  const common = { clock, restUrl: exchange.restUrl, wsUrl: exchange.wsUrl, plan, timeStopMs, bug, ...venue }
  const first = runCrashLife({
    ...common,
    ...link,
    journalPath,
    seed: 'first',
    begins: true,
    onBegin() {
      if ('afterMs' in plan.death) clock.schedule(plan.death.afterMs, kill)
      link.onPoint = () => {
        points += 1
        if ('atPoint' in plan.death && points === plan.death.atPoint) kill()
      }
    },
  })
  const end = await clock.runUntil(Promise.race([death, first.then(() => 'ended' as const)]), {
    limitMs: longestLifeMs,
  })
  const dead: Span[] = []
  let atRestart = venue.truth()
  if (end === 'killed' && absence !== undefined) {
    // what was on its way arrives
    await clock.advance(latencyMs * 2 + plan.deadMs / 2)
    if (plan.crossesStop) venue.moveBy(plan.side === 'BUY' ? -1 : 1)
    await clock.advance(plan.deadMs / 2)
    atRestart = venue.truth()
    dead.push({ fromMs: absence.atMs, toMs: clock.monotonicMs() })
    const second = runCrashLife({
      ...common,
      transport: exchange.transport({ latencyMs }),
      connector: exchange.connector({ latencyMs }),
      journalPath,
      seed: 'second',
      begins: false,
      onBegin: () => undefined,
    })
    await clock.runUntil(second, { limitMs: longestLifeMs })
  }
  await clock.advance(6_000)
  const verdict = judgeCrash(venue, {
    journalPath: end === 'killed' ? journalPath : join(directory, 'journal.db'),
    clock,
    dead,
    absence: absence === undefined ? undefined : { atDeath: absence.atDeath, atRestart },
    crossesStop: plan.crossesStop,
  })
  await clock.runUntil(exchange.stop())
  return { ...verdict, points, wasKilled: end === 'killed' }
}
