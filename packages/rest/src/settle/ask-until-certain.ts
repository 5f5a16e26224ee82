import { sleep } from '@aster/core'

import { checkLost } from './check-lost.ts'
import { measureAliveMs } from './measure-alive.ts'
import { overtake } from './overtake.ts'
import type { LostRequest, SettleClient, SettleOptions } from './settle-options.ts'

/** What is certain about the lost request at the moment a question is asked. */
export interface Certainty {
  /** It can never be carried out any more; and if it was, queries show it by now. */
  readonly isPast: boolean
  /** A noop took its nonce: it was not carried out and never will be. */
  readonly isOvertaken: boolean
  /** Everything that was done before the settlement began shows in queries. */
  readonly isCaughtUp: boolean
}

const v1DefaultWindowMs = 5_000
const v3DefaultWindowMs = 60_000
/** Room for the last questions after the window. */
const lastQuestionsMs = 10_000

/**
 * Asks again and again what became of a lost request, until the answer is certain. With V3 it first sends a `noop` with
 * the request's nonce, so that a request that is still on its way cannot be accepted any more.
 *
 * @returns What `ask` concluded, or undefined when the time was up before.
 * @throws {ParameterError} A time is in another unit, or an option is none.
 */
export async function askUntilCertain<T>(
  client: SettleClient,
  lost: LostRequest,
  options: SettleOptions,
  ask: (certainty: Certainty) => Promise<T | undefined>,
): Promise<T | undefined> {
  checkLost(lost, options, client)
  const { clock } = client
  const { signal, queryEveryMs = 500, clockErrorMs = 5_000, replicationLagMs = 5_000 } = options
  const defaultWindowMs = client.apiVersion === 'v1' ? (client.recvWindowMs ?? v1DefaultWindowMs) : v3DefaultWindowMs
  const windowMs = (options.windowMs ?? defaultWindowMs) + clockErrorMs + replicationLagMs
  const startMs = clock.monotonicMs()
  const elapsedMs = () => clock.monotonicMs() - startMs
  const canOvertake = client.apiVersion === 'v3' && lost.nonceUs !== undefined
  let nonce = canOvertake ? await overtake(client, lost.nonceUs, signal) : 'taken'
  let aliveMs: number | undefined

  for (;;) {
    const askedAtMs = elapsedMs()
    const isOvertaken = nonce === 'ours'
    const isPast = isOvertaken || (aliveMs !== undefined && askedAtMs >= aliveMs)
    const conclusion = await ask({ isPast, isOvertaken, isCaughtUp: askedAtMs >= replicationLagMs })
    if (conclusion !== undefined) return conclusion
    aliveMs ??= await measureAliveMs(client, lost, { windowMs, elapsedMs, signal })
    if (elapsedMs() >= (options.timeoutMs ?? aliveMs + lastQuestionsMs)) return undefined
    await sleep(clock, queryEveryMs, signal)
    if (nonce === 'open' && lost.nonceUs !== undefined) nonce = await overtake(client, lost.nonceUs, signal)
  }
}
