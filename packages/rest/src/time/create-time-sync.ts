import { serverTimeEndpoint } from '@aster/api'
import { type Clock, createService, type Service, sleep } from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'

export interface TimeSyncOptions {
  readonly clock: Clock
  /** Questions per measurement; the one with the shortest round trip counts. 5 by default. */
  readonly samples?: number | undefined
  /** Time between measurements of the running service, 5 minutes by default. */
  readonly everyMs?: number | undefined
  /** How fast two clocks may drift apart, in parts per million; 200 by default. */
  readonly driftPpm?: number | undefined
}

/** What a measurement found. */
export interface TimeSample {
  readonly offsetMs: number
  readonly roundTripMs: number
}

/**
 * The exchange's time as seen from here. Hand `offsetUs` to a nonce source, `now` to an HMAC signer and
 * `uncertaintyMs` to both signers: above 5 s they refuse to sign.
 */
export interface TimeSync extends Service {
  /**
   * Measures once. The best of several round trips replaces what was known, unless that is still the better and agrees
   * with it.
   */
  sync(): Promise<TimeSample>
  /** Exchange time minus local time, in microseconds; 0 before the first measurement. */
  readonly offsetUs: () => bigint
  /** The exchange's time in whole milliseconds. */
  readonly now: () => number
  /** How wrong `now` may be, in milliseconds; infinite before the first measurement. */
  readonly uncertaintyMs: () => number
  /** The last measurement that counted. */
  readonly sample: TimeSample | undefined
}

interface Anchor {
  /** The exchange's time at `monotonicMs`. */
  readonly serverMs: number
  readonly monotonicMs: number
  readonly localMs: number
  readonly errorMs: number
  readonly sample: TimeSample
}

/**
 * Measures the offset to the exchange's clock. Time goes on by the monotonic clock, so a step of the local wall clock
 * does not move it; the step counts as uncertainty until the next measurement, because after a standby the wall clock
 * is right and the monotonic one is not.
 *
 * @example
 * const time = createTimeSync(publicClient, { clock })
 * await time.sync()
 * const nonces = createNonceSource({ clock, offsetUs: time.offsetUs })
 */
export function createTimeSync(client: Pick<RestClient, 'call'>, options: TimeSyncOptions): TimeSync {
  const { clock, samples = 5, everyMs = 300_000, driftPpm = 200 } = options
  let anchor: Anchor | undefined
  let running: Promise<TimeSample> | undefined

  const measure = async (): Promise<Anchor> => {
    const startMs = clock.monotonicMs()
    const { serverTime } = await client.call(serverTimeEndpoint, {}, { maxAttempts: 1 })
    const endMs = clock.monotonicMs()
    const localMs = clock.now()
    const roundTripMs = endMs - startMs
    // the answer counts whole milliseconds: half of one is lost on average
    const serverMs = serverTime + 0.5 + roundTripMs / 2
    const sample = { offsetMs: serverMs - localMs, roundTripMs }
    return { serverMs, monotonicMs: endMs, localMs, errorMs: roundTripMs / 2 + 1, sample }
  }

  const elapsedMs = (from: Anchor) => clock.monotonicMs() - from.monotonicMs
  const stepMs = (from: Anchor) => clock.now() - from.localMs - elapsedMs(from)
  const errorOf = (from: Anchor) =>
    from.errorMs + (elapsedMs(from) * driftPpm) / 1_000_000 + Math.max(0, Math.abs(stepMs(from)) - 2)
  /** No clock that both measured can have been right: the exchange's was set in between. */
  const contradicts = (next: Anchor, known: Anchor) => {
    const expectedMs = known.serverMs + next.monotonicMs - known.monotonicMs
    return Math.abs(next.serverMs - expectedMs) > next.errorMs + errorOf(known)
  }
  const replaces = (next: Anchor, known: Anchor | undefined) =>
    known === undefined || errorOf(next) < errorOf(known) || contradicts(next, known)

  const run = async (): Promise<TimeSample> => {
    let best: Anchor | undefined
    let failure: unknown
    for (let count = 0; count < samples; count += 1) {
      try {
        const next = await measure()
        if (replaces(next, best)) best = next
      } catch (error) {
        failure = error
        if (best === undefined && count > 0) break
      }
    }
    if (best === undefined) throw failure
    if (anchor === undefined || replaces(best, anchor)) anchor = best
    return anchor.sample
  }

  const sync = () => (running ??= run().finally(() => (running = undefined)))

  const service = createService(async (signal) => {
    while (!signal.aborted) {
      try {
        await sync()
      } catch {
        // the uncertainty keeps growing, and above 5 s nothing is signed
      }
      await sleep(clock, everyMs, signal).catch(() => undefined)
    }
  })

  return {
    start: () => service.start(),
    stop: () => service.stop(),
    [Symbol.asyncDispose]: () => service.stop(),
    sync,
    offsetUs: () =>
      anchor === undefined ? 0n : BigInt(Math.round((anchor.serverMs + elapsedMs(anchor)) * 1_000)) - clock.nowUs(),
    now: () => (anchor === undefined ? clock.now() : Math.floor(anchor.serverMs + elapsedMs(anchor))),
    uncertaintyMs: () => (anchor === undefined ? Number.POSITIVE_INFINITY : errorOf(anchor)),
    get sample() {
      return anchor?.sample
    },
  }
}
