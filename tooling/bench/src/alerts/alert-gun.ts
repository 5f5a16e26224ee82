import { createSystemClock, sleep } from '@aster/core'
import { Pool } from 'undici'

import { pickPercentile } from '../measure/pick-percentile.ts'
import { createAlert } from './create-alert.ts'

/** What the gun is told by whoever started it. */
export interface AlertTarget {
  readonly url: string
  readonly perSecond: number
  readonly seconds: number
  /** Makes the names of this round's alerts its own. */
  readonly round: string
  readonly symbols: readonly string[]
  readonly secret: string
}

export interface AlertShots {
  readonly sent: number
  /** From the moment at which an alert was due, not from when it could be sent, to the last byte of its answer. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly longestMs: number
  /** How late the gun itself was, for 99 of 100. */
  readonly gunLateP99Ms: number
  readonly byStatus: Readonly<Record<string, number>>
  /** What was answered with 202. */
  readonly ids: readonly string[]
}

const connections = 64
const clock = createSystemClock()

/** Open loop: what is slow to be answered holds nothing back. */
async function shoot({ url, perSecond, seconds, round, symbols, secret }: AlertTarget): Promise<AlertShots> {
  const pool = new Pool(new URL(url).origin, { connections })
  const { pathname: path } = new URL(url)
  const headers = { 'content-type': 'application/json' }
  const latenciesMs: number[] = []
  const latenessMs: number[] = []
  const byStatus: Record<string, number> = {}
  const ids: string[] = []
  const count = perSecond * seconds
  const startMs = clock.monotonicMs() + 50
  const fire = async (index: number, dueMs: number) => {
    const body = JSON.stringify({ ...createAlert(index, symbols), id: `${round}-${index}`, webhook_secret: secret })
    latenessMs.push(clock.monotonicMs() - dueMs)
    let status = 'failed'
    try {
      const answer = await pool.request({ path, method: 'POST', headers, body })
      const text = await answer.body.text()
      status = String(answer.statusCode)
      if (answer.statusCode === 202) ids.push((JSON.parse(text) as { signal_id: string }).signal_id)
    } catch {
      // counted as failed
    }
    latenciesMs.push(clock.monotonicMs() - dueMs)
    byStatus[status] = (byStatus[status] ?? 0) + 1
  }
  const fired: Promise<void>[] = []
  while (fired.length < count) {
    const dueMs = startMs + (fired.length * 1_000) / perSecond
    const waitMs = dueMs - clock.monotonicMs()
    if (waitMs > 0) await sleep(clock, waitMs)
    else fired.push(fire(fired.length, dueMs))
  }
  await Promise.all(fired)
  await pool.destroy()
  return {
    sent: count,
    p50Ms: pickPercentile(latenciesMs, 0.5),
    p99Ms: pickPercentile(latenciesMs, 0.99),
    longestMs: latenciesMs.reduce((longest, ms) => Math.max(longest, ms), 0),
    gunLateP99Ms: pickPercentile(latenessMs, 0.99),
    byStatus,
    ids,
  }
}

process.once('message', (target) => {
  shoot(target as AlertTarget).then(
    (shots) => process.send?.(shots),
    (error: unknown) => process.send?.({ failure: String(error) }),
  )
})
process.send?.({ ready: true })

// whoever started it is gone, or has enough
process.once('disconnect', () => process.exit(0))
