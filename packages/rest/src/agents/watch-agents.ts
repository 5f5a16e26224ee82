import { agentsEndpoint, balanceEndpoint, decideError } from '@aster/api'
import { isSameAddress } from '@aster/auth'
import { AsterError, OutcomeUnknownError, RejectedError, sleep } from '@aster/core'

import type { RestClient } from '../client/rest-client.ts'

/** How often a list or a first read is asked until every server of the exchange knows what was changed. */
const looks = 10
const lookEveryMs = 1_000

type Asking = Pick<RestClient, 'call'>
type Ticking = Pick<RestClient, 'clock'>

/** Sends, and gives the error instead of throwing it when there was no answer. */
export async function sendOrLose(send: () => Promise<unknown>): Promise<OutcomeUnknownError | undefined> {
  try {
    await send()
    return undefined
  } catch (error) {
    if (error instanceof OutcomeUnknownError) return error
    throw error
  }
}

/** Whether the list shows an agent now. */
export async function isListed(client: Asking, address: string, signal: AbortSignal | undefined): Promise<boolean> {
  const agents = await client.call(agentsEndpoint, {}, { signal })
  return agents.some(({ agentAddress }) => isSameAddress(agentAddress, address))
}

/** Looks into the list until it shows, or no longer shows, an agent: false when it never does. */
export async function lookFor(
  client: Asking,
  address: string,
  isWanted: boolean,
  { clock }: Ticking,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (let look = 1; ; look += 1) {
    if ((await isListed(client, address, signal)) === isWanted) return true
    if (look === looks) return false
    await sleep(clock, lookEveryMs, signal)
  }
}

/** A read signed by an agent: false when the exchange does not know it. */
export async function readOnce(client: Asking, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await client.call(balanceEndpoint, {}, { signal })
    return true
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof AsterError)) throw error
    if (error instanceof RejectedError && decideError(error.code, error.reason) === 'fatalAuth') return false
    throw error
  }
}

/** A first read with a new key. It may take a while until every server knows it; the last refusal is thrown. */
export async function readSigned(client: Asking, { clock }: Ticking, signal: AbortSignal | undefined): Promise<void> {
  for (let look = 1; look < looks; look += 1) {
    if (await readOnce(client, signal)) return
    await sleep(clock, lookEveryMs, signal)
  }
  await client.call(balanceEndpoint, {}, { signal })
}
