import type { RestClient } from '@aster/rest'
import type { Check } from '@aster/runtime'

import { defineCheck, failed, fine, warning } from './define-check.ts'

/**
 * What the local clock makes of the time that an alert carries, which was made by a clock that is right. One that is ahead
 * lets every alert look older than it is, one that is behind lets old ones pass. The exchange's clock stands for the right
 * one. Weight 1.
 */
export const checkAlertTime = (rest: RestClient, maxAgeMs: number): Check =>
  defineCheck('alert time', async (signal) => {
    const { clock } = rest
    const startMs = clock.monotonicMs()
    const { serverTime } = await rest.market.getServerTime({}, { signal })
    const aheadMs = Math.round(clock.now() - serverTime - (clock.monotonicMs() - startMs) / 2)
    const detail = `an alert made now would look ${aheadMs} ms old; ${maxAgeMs} ms are allowed`
    const hint = 'let the system keep the time (NTP)'
    if (Math.abs(aheadMs) >= maxAgeMs) return failed(detail, hint)
    return Math.abs(aheadMs) > maxAgeMs / 10 ? warning(detail, hint) : fine(detail)
  })
