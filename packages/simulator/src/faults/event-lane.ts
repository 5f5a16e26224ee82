import type { Clock } from '@aster/core'

/** What goes out on one stream, when some of it is held back. */
export interface EventLane {
  /** Sends now, or behind what is still held up in order. */
  send(payload: string): void
  /** Sends after `ms`; everything that comes meanwhile waits behind it. */
  delay(payload: string, ms: number): void
  /** Sends after `ms`, whatever is sent meanwhile. */
  sendLater(payload: string, ms: number): void
  /** Sends once so many others have been sent, or after `withinMs`. */
  sendBehind(payload: string, others: number, withinMs: number): void
}

interface Held {
  readonly payload: string
  left: number
  isSent: boolean
}

/** @param deliver - Sends to whoever listens at that moment. */
export function createEventLane(clock: Pick<Clock, 'schedule' | 'monotonicMs'>, deliver: (payload: string) => void) {
  const queue: { readonly payload: string; readonly dueMs: number }[] = []
  let held: Held[] = []
  let isWaiting = false

  const release = (one: Held) => {
    if (one.isSent) return
    one.isSent = true
    held = held.filter((other) => other !== one)
    deliver(one.payload)
  }
  const out = (payload: string) => {
    deliver(payload)
    for (const one of held) one.left -= 1
    for (const one of held.filter(({ left }) => left <= 0)) release(one)
  }
  const flush = () => {
    isWaiting = false
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      const leftMs = head.dueMs - clock.monotonicMs()
      if (leftMs > 0) {
        isWaiting = true
        clock.schedule(leftMs, flush)
        return
      }
      queue.shift()
      out(head.payload)
    }
  }
  const enqueue = (payload: string, ms: number) => {
    const dueMs = Math.max(clock.monotonicMs() + ms, queue.at(-1)?.dueMs ?? 0)
    queue.push({ payload, dueMs })
    if (isWaiting) return
    isWaiting = true
    clock.schedule(dueMs - clock.monotonicMs(), flush)
  }

  const lane: EventLane = {
    send: (payload) => (queue.length === 0 ? out(payload) : enqueue(payload, 0)),
    delay: enqueue,
    sendLater(payload, ms) {
      clock.schedule(ms, () => out(payload))
    },
    sendBehind(payload, others, withinMs) {
      const one: Held = { payload, left: others, isSent: false }
      held.push(one)
      clock.schedule(withinMs, () => release(one))
    },
  }
  return lane
}
