import type { Conflation } from '@aster/api'

import type { StreamGap } from '../stream-gap.ts'

/** Holds events for a reader that pulls. Bounded: values conflate, events end in a gap. */
export interface EventQueue<Event> {
  push(event: Event): void
  pushGap(gap: StreamGap): void
  /** What is held still comes out; then the reader is done. */
  end(): void
  next(): Promise<IteratorResult<Event | StreamGap, undefined>>
  readonly length: number
}

interface Item<Event> {
  value: Event | StreamGap
  readonly key: string | undefined
}

export function createEventQueue<Event>(parts: {
  readonly stream: string
  /** Events it holds at most. */
  readonly limit: number
  readonly conflation: Conflation<Event> | undefined
  readonly now: () => number
}): EventQueue<Event> {
  const { stream, limit, conflation, now } = parts
  const items: Item<Event>[] = []
  const byKey = new Map<string, Item<Event>>()
  const waiting: ((result: IteratorResult<Event | StreamGap, undefined>) => void)[] = []
  let overflow: Item<Event> | undefined
  let hasEnded = false

  const append = (value: Event | StreamGap, key?: string): Item<Event> => {
    const item = { value, key }
    const reader = waiting.shift()
    if (reader === undefined) items.push(item)
    else reader({ done: false, value })
    return item
  }

  /** One gap stands for everything that is left out until the reader has come to it. */
  const leaveOut = () => {
    const endMs = now()
    if (overflow === undefined) {
      byKey.clear()
      overflow = append({ type: 'gap', stream, reason: 'overflow', startMs: endMs, endMs, dropped: 1 })
      return
    }
    const gap = overflow.value as StreamGap
    overflow.value = { ...gap, endMs, dropped: (gap.dropped ?? 0) + 1 }
  }

  return {
    push(event) {
      if (hasEnded) return
      if (overflow !== undefined) {
        leaveOut()
        return
      }
      const key = conflation === undefined ? undefined : (conflation.keyOf?.(event) ?? '')
      const queued = key === undefined ? undefined : byKey.get(key)
      if (queued !== undefined) {
        queued.value = conflation?.merge?.(queued.value as Event, event) ?? event
        return
      }
      if (items.length >= limit) {
        leaveOut()
        return
      }
      const hasReader = waiting.length > 0
      const item = append(event, key)
      if (key !== undefined && !hasReader) byKey.set(key, item)
    },
    pushGap(gap) {
      if (hasEnded || overflow !== undefined) return
      if (items.length >= limit) {
        leaveOut()
        return
      }
      byKey.clear()
      append(gap)
    },
    end() {
      hasEnded = true
      for (const reader of waiting.splice(0)) reader({ done: true, value: undefined })
    },
    next() {
      const item = items.shift()
      if (item === undefined) {
        if (hasEnded) return Promise.resolve({ done: true, value: undefined })
        return new Promise((resolve) => waiting.push(resolve))
      }
      if (item === overflow) overflow = undefined
      if (item.key !== undefined && byKey.get(item.key) === item) byKey.delete(item.key)
      return Promise.resolve({ done: false, value: item.value })
    },
    get length() {
      return items.length
    },
  }
}
