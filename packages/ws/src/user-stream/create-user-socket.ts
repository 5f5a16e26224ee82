import type { Clock, Connector, Random, Timer } from '@aster/core'

import { createLink, type Link } from '../link/create-link.ts'
import type { ReportIncident } from '../stream-incident.ts'
import type { UserStreamTiming } from './user-stream-timing.ts'

/** The socket of one listen key. Before the exchange cuts it, a second one takes over; both run for a while. */
export interface UserSocket {
  /** Rejects when it ends before it opens. */
  readonly opened: Promise<void>
  /** Local time at which anything was last heard on any of its connections, milliseconds since the epoch. */
  readonly lastHeardMs: number
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
    /** The last socket has ended, after it had opened. */
    readonly onDown: (reason: string) => void
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
  let replacing: Timer | undefined
  let ending: Timer | undefined

  const forget = (link: Link) => {
    pastHeardMs = Math.max(pastHeardMs, link.lastHeardMs)
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

  const scheduleReplacement = (afterMs: number) => {
    replacing = clock.schedule(afterMs, () => open([...links]))
  }

  const open = (olds: readonly Link[]) => {
    const link = createLink(parts, {
      onOpen() {
        hasOpened = true
        resolve()
        if (isPaused) link.pause()
        ending = clock.schedule(timing.overlapMs, () => {
          for (const old of olds) {
            forget(old)
            old.close()
          }
        })
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
          }
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
    get lastHeardMs() {
      return Math.max(pastHeardMs, ...[...links].map((link) => link.lastHeardMs))
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
