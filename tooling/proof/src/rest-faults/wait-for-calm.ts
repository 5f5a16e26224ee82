import { type Clock, sleep } from '@aster/core'

const probeMs = 10
const calmMs = 40

/**
 * Waits until the machine keeps up. Runs over sockets are many times faster than the wall clock: one that is started on
 * top of too many others would only see time limits.
 */
export async function waitForCalm(clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    const startMs = clock.monotonicMs()
    await sleep(clock, probeMs, signal)
    if (clock.monotonicMs() - startMs < calmMs) return
  }
}
