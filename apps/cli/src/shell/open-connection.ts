import { agentSigner, createNonceSource, hmacSigner, type Signer, type V1Credentials, warmUpEngine } from '@aster/auth'
import type { Secret } from '@aster/core'
import { createRestClient, createTimeSync, createUndiciTransport, type RestClient, type TimeSync } from '@aster/rest'
import { type FoundConnection, type NetworkProfile, resolveNetwork } from '@aster/runtime'

import type { CliContext } from './command.ts'

/** The exchange that the settings mean, before anybody signs. */
export interface Connection extends AsyncDisposable {
  readonly network: NetworkProfile
  readonly restUrl: string
  readonly wsUrl: string
  readonly time: TimeSync
  /** A client that signs with this, or one for what needs no signature. */
  readonly createClient: (signer?: Signer) => RestClient
  readonly createAgentSigner: (privateKey: Secret, user: string | undefined) => Signer
  readonly createV1Signer: (keys: V1Credentials) => Signer
}

/**
 * Connects to the exchange that the settings mean.
 *
 * @param program - A running one whose exchange it is.
 * @throws {SettingsError} No address. One that does not fit the network was refused with the settings.
 */
export async function openConnection(
  { values, settings, clock }: CliContext,
  program?: Pick<FoundConnection, 'restUrl' | 'wsUrl'>,
): Promise<Connection> {
  const network = resolveNetwork(values)
  const restUrl = program?.restUrl ?? values.url ?? network.restUrl
  if (restUrl === undefined) {
    throw settings.refuse('url', 'or state is needed: the address of a paper exchange, or the folder of a demo')
  }
  await warmUpEngine()
  const transport = createUndiciTransport({ clock })
  const time = createTimeSync(createRestClient({ transport, clock, baseUrl: restUrl }), { clock })
  try {
    await time.sync()
  } catch (error) {
    await transport.close()
    throw error
  }
  const { uncertaintyMs: clockUncertaintyMs } = time
  return {
    network,
    restUrl,
    wsUrl: program?.wsUrl ?? network.wsUrl ?? restUrl.replace(/^http/, 'ws'),
    time,
    createClient: (signer) =>
      createRestClient({ transport, clock, baseUrl: restUrl, signer, time, recvWindowMs: values.recvWindow }),
    createAgentSigner: (privateKey, user) =>
      agentSigner({
        privateKey,
        user,
        chainId: network.chainId,
        nonces: createNonceSource({ clock, offsetUs: time.offsetUs }),
        clockUncertaintyMs,
      }),
    createV1Signer: (keys) => hmacSigner({ ...keys, now: time.now, clockUncertaintyMs }),
    [Symbol.asyncDispose]: () => transport.close(),
  }
}
