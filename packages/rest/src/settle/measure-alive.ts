import { serverTimeEndpoint } from '@aster/api'
import { AsterError } from '@aster/core'

import type { LostRequest, SettleClient } from './settle-options.ts'

/**
 * How long, counted from the start of the settlement, a lost request may still be accepted. A nonce is a time of the
 * exchange, so the exchange's own clock decides; without its answer the whole window is waited for.
 */
export async function measureAliveMs(
  client: SettleClient,
  { nonceUs, sentAtMs }: LostRequest,
  facts: { readonly windowMs: number; readonly askedAtMs: number; readonly signal: AbortSignal | undefined },
): Promise<number> {
  const { windowMs, askedAtMs, signal } = facts
  const whole = askedAtMs + windowMs
  try {
    const { serverTime } = await client.call(serverTimeEndpoint, {}, { lane: 'close', maxAttempts: 2, signal })
    const bornMs = nonceUs === undefined ? sentAtMs : Number(nonceUs / 1_000n)
    return Math.min(whole, Math.max(askedAtMs, askedAtMs + bornMs + windowMs - serverTime))
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof AsterError)) throw error
    return whole
  }
}
