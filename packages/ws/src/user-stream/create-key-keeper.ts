import { streamFacts } from '@aster/api'
import { type Clock, RejectedError, type Timer } from '@aster/core'

import type { Backoff } from '../link/create-backoff.ts'
import type { ReportIncident } from '../stream-incident.ts'
import type { ListenKeyCalls, UserGapReason } from './user-stream.ts'

/** Code of the exchange for a listen key that does not exist. */
const noSuchKey = -1125

/** Keeps one listen key alive and notices when it is not ours any more. */
export interface KeyKeeper {
  /** Monotonic time at which the key was last known to be the account's, milliseconds. */
  readonly provedAtMs: number
  stop(): void
}

export function createKeyKeeper(parts: {
  readonly clock: Clock
  readonly backoff: Backoff
  readonly key: string
  readonly calls: ListenKeyCalls
  readonly everyMs: number
  readonly comparesKey: boolean
  readonly report: ReportIncident
  readonly onLost: (reason: UserGapReason) => void
}): KeyKeeper {
  const { clock, backoff, key, calls, everyMs, comparesKey, report, onLost } = parts
  let provedAtMs = clock.monotonicMs()
  let isStopped = false

  const lose = (reason: UserGapReason) => {
    if (isStopped) return
    isStopped = true
    onLost(reason)
  }

  const renew = async () => {
    const askedAtMs = clock.monotonicMs()
    try {
      await calls.keepAlive()
      if (comparesKey && !isStopped && (await calls.create()) !== key) {
        lose('keyReplaced')
        return
      }
      provedAtMs = askedAtMs
      backoff.reset()
      schedule(everyMs)
    } catch (error) {
      if (isStopped) return
      report({ type: 'listenKeyFailed', message: 'The listen key could not be renewed', error })
      const isGone = error instanceof RejectedError && error.code === noSuchKey
      const isOld = clock.monotonicMs() - provedAtMs >= streamFacts.listenKeyLifetimeMs
      if (isGone || isOld) lose('keyGone')
      else schedule(Math.min(everyMs, backoff.nextMs()))
    }
  }

  let timer: Timer
  const schedule = (delayMs: number) => {
    if (!isStopped) timer = clock.schedule(delayMs, () => void renew())
  }
  schedule(everyMs)

  return {
    get provedAtMs() {
      return provedAtMs
    },
    stop() {
      isStopped = true
      timer.cancel()
    },
  }
}
