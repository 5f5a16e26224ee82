import { describe, expect, it } from 'vitest'

import { createEventQueue } from './create-event-queue.ts'

interface Value {
  readonly key: string
  readonly value: number
}

const read = async (queue: { next(): Promise<IteratorResult<unknown, undefined>>; length: number }) => {
  const values: unknown[] = []
  while (queue.length > 0) values.push((await queue.next()).value)
  return values
}

describe('createEventQueue', () => {
  it('ends in a gap that counts what was left out, and goes on after it', async () => {
    let nowMs = 100
    const queue = createEventQueue<Value>({ stream: 's', limit: 2, conflation: undefined, now: () => nowMs })
    for (let value = 1; value <= 5; value++) {
      queue.push({ key: 'a', value })
      nowMs += 10
    }
    expect(queue.length).toBe(3)
    expect(await read(queue)).toEqual([
      { key: 'a', value: 1 },
      { key: 'a', value: 2 },
      { type: 'gap', stream: 's', reason: 'overflow', startMs: 120, endMs: 140, dropped: 3 },
    ])
    queue.push({ key: 'a', value: 6 })
    expect(await read(queue)).toEqual([{ key: 'a', value: 6 }])
  })

  it('keeps the newest value of each key', async () => {
    const queue = createEventQueue<Value>({
      stream: 's',
      limit: 10,
      conflation: { keyOf: ({ key }) => key },
      now: () => 0,
    })
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['b', 4],
    ] as const)
      queue.push({ key, value })
    expect(await read(queue)).toEqual([
      { key: 'a', value: 3 },
      { key: 'b', value: 4 },
    ])
  })

  it('joins values that do not say everything', async () => {
    const queue = createEventQueue<readonly number[]>({
      stream: 's',
      limit: 10,
      conflation: { merge: (older, newer) => [...older, ...newer] },
      now: () => 0,
    })
    queue.push([1])
    queue.push([2])
    expect(await read(queue)).toEqual([[1, 2]])
  })

  it('serves a reader that waits at once, and ends it', async () => {
    const queue = createEventQueue<Value>({ stream: 's', limit: 1, conflation: undefined, now: () => 0 })
    const first = queue.next()
    const second = queue.next()
    queue.push({ key: 'a', value: 1 })
    expect(await first).toEqual({ done: false, value: { key: 'a', value: 1 } })
    queue.end()
    expect(await second).toEqual({ done: true, value: undefined })
    expect(await queue.next()).toEqual({ done: true, value: undefined })
  })

  it('stays bounded under a storm of gaps', () => {
    const queue = createEventQueue<Value>({ stream: 's', limit: 5, conflation: undefined, now: () => 0 })
    for (let index = 0; index < 100; index++) {
      queue.pushGap({ type: 'gap', stream: 's', reason: 'badFrame', startMs: 0, endMs: 0 })
    }
    expect(queue.length).toBeLessThanOrEqual(6)
  })
})
