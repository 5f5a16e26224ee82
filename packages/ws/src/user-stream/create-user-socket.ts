import type { Clock, Connector, Random, Timer } from '@aster/core'

import { createLink, type Link } from '../link/create-link.ts'
import type { ReportIncident } from '../stream-incident.ts'
import type { UserStreamTiming } from './user-stream-timing.ts'

/** The socket of one listen key. Before the exchange cuts it, a second one takes over; both run for a while. */
export interface UserSocket {
  /** Rejects when it ends before it opens. */
  readonly opened: Promise<void>
  /** Monotonic time at which anything was last heard on any of its connections, milliseconds. */
  readonly heardAtMs: number
  pause(): void
  resume(): void
  close(): void
}

export function createUserSocket(
  parts: {
    readonly connector: Connector
    readonly clock: Clock
    readonly random: Random
    readonly url: string
    readonly timing: UserStreamTiming
    readonly report: ReportIncident
  },
  handlers: {
    readonly onText: (text: string) => void
    /** It has ended after it had opened, and was complete until that monotonic time, where that is known better than by `heardAtMs`. */
    readonly onDown: (reason: string, completeUntilMs?: number) => void
  },
): UserSocket {
  const { clock, random, timing, report } = parts
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>()
  opened.catch(() => {})
  const links = new Set<Link>()
  let hasOpened = false
  let isPaused = false
  /** Of the connections that have ended. */
  let pastHeardMs = -Infinity
  /** Monotonic time at which the newest connection opened: what happened before came by the older one alone. */
  let newestSinceMs = -Infinity
  let replacing: Timer | undefined
  let ending: Timer | undefined

  const forget = (link: Link) => {
    pastHeardMs = Math.max(pastHeardMs, link.heardAtMs)
    links.delete(link)
  }

  const close = () => {
    replacing?.cancel()
    ending?.cancel()
    for (const link of links) {
      link.close()
      forget(link)
    }
  }

  /** An older connection that said nothing after the newest had opened may have been dead before that. */
  const isProved = (old: Link) => old.heardAtMs > newestSinceMs

  const fail = (old: Link) => {
    close()
    handlers.onDown('the old socket was dead before the new one opened', old.heardAtMs)
  }

  const endOlds = (olds: readonly Link[]) => {
    // What it has received and we have not read would be lost.
    if (isPaused) {
      ending = clock.schedule(timing.overlapMs, () => endOlds(olds))
      return
    }
    const dead = olds.find((old) => links.has(old) && !isProved(old))
    if (dead !== undefined) {
      fail(dead)
      return
    }
    for (const old of olds) {
      forget(old)
      old.close()
    }
  }

  const scheduleReplacement = (afterMs: number) => {
    replacing = clock.schedule(afterMs, () => open([...links]))
  }

  const open = (olds: readonly Link[]) => {
    const link = createLink(parts, {
      onOpen() {
        hasOpened = true
        resolve()
        if (isPaused) link.pause()
        newestSinceMs = clock.monotonicMs()
        for (const old of olds) old.probe()
        ending = clock.schedule(timing.overlapMs, () => endOlds(olds))
        scheduleReplacement(timing.replaceAfterMs * (1 - random.next() / 50))
      },
      onText: handlers.onText,
      onDown(reason) {
        forget(link)
        if ([...links].some(({ state }) => state === 'open')) {
          report({ type: 'handOverFailed', message: `One of two sockets of the user stream ended: ${reason}` })
          // The one that ended was to take over: the old one goes on, and is replaced later.
          if (olds.some((old) => links.has(old))) {
            ending?.cancel()
            replacing?.cancel()
            scheduleReplacement(timing.longestRetryMs)
          } else if (!isProved(link)) fail(link)
          return
        }
        close()
        if (hasOpened) handlers.onDown(reason)
        else reject(new Error(`The socket of the user stream ended before it opened: ${reason}`))
      },
    })
    links.add(link)
  }
  open([])

  return {
    opened,
    get heardAtMs() {
      return Math.max(pastHeardMs, ...[...links].map((link) => link.heardAtMs))
    },
    pause() {
      isPaused = true
      for (const link of links) link.pause()
    },
    resume() {
      isPaused = false
      for (const link of links) link.resume()
    },
    close() {
      close()
      reject(new Error('The socket of the user stream was closed'))
    },
  }
}
