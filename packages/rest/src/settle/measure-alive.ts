import { serverTimeEndpoint } from '@aster/api'
import { AsterError } from '@aster/core'

import type { LostRequest, SettleClient } from './settle-options.ts'

/**
 * How long, counted from the start of the settlement, a lost request may still be accepted or not be seen yet. A nonce
 * is a time of the exchange, so the exchange's own clock decides, but it never makes the request older than it is by
 * ours: a clock that jumped proves nothing. Without its answer the whole window is waited for, from now.
 */
export async function measureAliveMs(
  client: SettleClient,
  { nonceUs, sentAtMs }: LostRequest,
  facts: { readonly windowMs: number; readonly elapsedMs: () => number; readonly signal: AbortSignal | undefined },
): Promise<number> {
  const { windowMs, elapsedMs, signal } = facts
  try {
    const { serverTime } = await client.call(serverTimeEndpoint, {}, { lane: 'close', maxAttempts: 2, signal })
    const bornMs = nonceUs === undefined ? sentAtMs : Number(nonceUs / 1_000n)
    const ageMs = Math.max(0, Math.min(serverTime - bornMs, client.clock.now() - sentAtMs))
    return elapsedMs() + Math.max(0, windowMs - ageMs)
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof AsterError)) throw error
    return elapsedMs() + windowMs
  }
}
