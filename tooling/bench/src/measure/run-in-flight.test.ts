import { describe, expect, it } from 'vitest'

import { runInFlight } from './run-in-flight.ts'

describe('runInFlight', () => {
  it.each([
    [7, 3, 3],
    [2, 5, 2],
    [4, 1, 1],
  ])('makes %d calls, %d at once, and never more than %d', async (times, inFlight, most) => {
    let calls = 0
    let running = 0
    let highest = 0
    await runInFlight(times, inFlight, async () => {
      calls += 1
      running += 1
      highest = Math.max(highest, running)
      await Promise.resolve()
      running -= 1
    })
    expect({ calls, running, highest }).toEqual({ calls: times, running: 0, highest: most })
  })
})
