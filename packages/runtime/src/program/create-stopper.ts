import type { Clock, Timer } from '@aster/core'

import type { StopSignal } from './program-host.ts'
import { StopReason } from './stop-reason.ts'

/**
 * One key press reaches a program up to three times: from the terminal, and passed on by each launcher in between.
 * A second signal counts as an answer to the first only after this time.
 */
const echoMs = 1_000

const signalNumbers: Readonly<Record<StopSignal, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }

export interface Stopper {
  /** Aborts with a {@link StopReason} when the program is to stop. */
  readonly signal: AbortSignal
  /** True once something failed: the program then ends with exit code 1, whatever its main function says. */
  readonly hasFailed: boolean
  receive(signal: StopSignal): void
  launcherVanished(): void
  fail(error: unknown): void
  /** The program has ended by itself: the deadline is off. */
  settle(): void
}

/**
 * Running → stopping → ended. The first reason to stop starts an orderly end and its deadline; a second signal, or the
 * deadline, ends at once. A vanished launcher or a fault is no signal: the first one after it changes nothing.
 *
 * @param exitNow - Ends the process at once with this code, for the reason given.
 */
export function createStopper(parts: {
  readonly clock: Clock
  readonly deadlineMs: number
  readonly exitNow: (code: number, reason: string) => void
}): Stopper {
  const { clock, deadlineMs, exitNow } = parts
  const controller = new AbortController()
  let signalledAtMs: number | undefined
  let deadline: Timer | undefined
  let hasFailed = false

  const stop = (reason: StopReason): void => {
    if (controller.signal.aborted) return
    deadline = clock.schedule(deadlineMs, () =>
      exitNow(1, `not stopped within ${deadlineMs / 1_000} s after ${reason.message}`),
    )
    controller.abort(reason)
  }
  return {
    signal: controller.signal,
    get hasFailed() {
      return hasFailed
    },
    receive(signal) {
      const nowMs = clock.monotonicMs()
      signalledAtMs ??= nowMs
      if (nowMs - signalledAtMs >= echoMs) exitNow(128 + signalNumbers[signal], `${signal} again: ended at once`)
      else stop(new StopReason('signal', signal))
    },
    launcherVanished: () => stop(new StopReason('launcherVanished')),
    fail(error) {
      hasFailed = true
      stop(new StopReason('fault', undefined, { cause: error }))
    },
    settle: () => deadline?.cancel(),
  }
}
