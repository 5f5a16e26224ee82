import { pingEndpoint, serverTimeEndpoint } from '@aster/api'

import type { RestClient } from '../client/rest-client.ts'
import { defineCheck, failed, fine, type RestCheck, warning } from './check-result.ts'

type Asker = Pick<RestClient, 'call' | 'clock' | 'baseUrl'>

const samples = 5
const longClockMs = 1_000
/** Beyond this nothing is signed. */
const longestClockMs = 5_000
const longRoundTripMs = 1_000

/** Whether the exchange answers at all. Weight 1. */
export const checkReachable = (client: Asker): RestCheck =>
  defineCheck('reachable', async (signal) => {
    await client.call(pingEndpoint, {}, { signal, maxAttempts: 2 })
    return fine(`${client.baseUrl} answers`)
  })

/** How far the local clock is from the exchange's; the shortest round trip of three counts. Weight 3. */
export const checkClock = (client: Asker): RestCheck =>
  defineCheck('clock', async (signal) => {
    const { clock } = client
    let best = { offsetMs: 0, roundTripMs: Number.POSITIVE_INFINITY }
    for (let count = 0; count < 3; count += 1) {
      const startMs = clock.monotonicMs()
      const { serverTime } = await client.call(serverTimeEndpoint, {}, { signal, maxAttempts: 2 })
      const roundTripMs = clock.monotonicMs() - startMs
      const offsetMs = clock.now() - (serverTime + roundTripMs / 2)
      if (roundTripMs < best.roundTripMs) best = { offsetMs, roundTripMs }
    }
    const offBy = Math.round(Math.abs(best.offsetMs))
    const detail = `the local clock is ${offBy} ms ${best.offsetMs < 0 ? 'behind' : 'ahead'}, give or take ${Math.ceil(best.roundTripMs / 2)} ms`
    const hint = 'let the system keep the time (NTP); createTimeSync corrects the rest'
    if (offBy > longestClockMs) return failed(detail, hint)
    return offBy > longClockMs ? warning(detail, hint) : fine(detail)
  })

/** How long a round trip takes, on an open socket. Weight 6. */
export const checkLatency = (client: Asker): RestCheck =>
  defineCheck('latency', async (signal) => {
    const { clock } = client
    await client.call(pingEndpoint, {}, { signal, maxAttempts: 2 })
    const times: number[] = []
    for (let count = 0; count < samples; count += 1) {
      const startMs = clock.monotonicMs()
      await client.call(pingEndpoint, {}, { signal, maxAttempts: 1 })
      times.push(clock.monotonicMs() - startMs)
    }
    const sorted = times.toSorted((a, b) => a - b).map((ms) => Math.round(ms * 10) / 10)
    const [fastest = 0] = sorted
    const median = sorted[Math.floor(samples / 2)] ?? 0
    const detail = `a round trip takes ${median} ms (median of ${samples}; ${fastest} to ${sorted.at(-1) ?? 0} ms)`
    return median > longRoundTripMs ? warning(detail, 'run closer to the exchange, or without a proxy') : fine(detail)
  })
