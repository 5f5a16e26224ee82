import { agentSigner, createNonceSource, hmacSigner, type Signer } from '@aster/auth'
import type { Clock, Connector, Random, Secret, Transport } from '@aster/core'
import { createRestClient, createTimeSync, type RestClient, type RestHooks } from '@aster/rest'
import {
  type Account,
  type AccountEvent,
  type ClosePolicy,
  type Journal,
  openAccount,
  type RiskLimits,
} from '@aster/trades'
import { createStreamClient, type StreamClient } from '@aster/ws'

export type DeskCredentials =
  | { readonly kind: 'v3'; readonly privateKey: Secret; readonly user?: string | undefined; readonly chainId: number }
  | { readonly kind: 'v1'; readonly apiKey: Secret; readonly apiSecret: Secret }

export interface DeskOptions {
  /** What the account is called here. */
  readonly name: string
  readonly clock: Clock
  readonly random: Random
  readonly transport: Transport
  readonly connector: Connector
  readonly restUrl: string
  readonly wsUrl: string
  readonly credentials: DeskCredentials
  readonly symbols: readonly string[]
  /** What is meant is written down here first. Undefined for a dry run: it means nothing, and recovers nothing. */
  readonly journal: Journal | undefined
  /** Where programs of this machine say which symbols of which account they own. */
  readonly locksFolder: string | undefined
  /** Any of them stops entries. */
  readonly haltFile: string | readonly string[]
  readonly limits: Partial<RiskLimits>
  /** For one request. */
  readonly timeoutMs?: number | undefined
  /** How old a request with a V1 key may be when it arrives. */
  readonly recvWindowMs?: number | undefined
  readonly hooks?: RestHooks | undefined
  readonly onEvent: (event: AccountEvent) => void
}

/** One account with everything it takes to trade it. */
export interface Desk {
  readonly account: Account
  readonly rest: RestClient
  readonly streams: StreamClient
  close(policy: ClosePolicy): Promise<void>
}

/** Opens the account and recovers what an earlier process left: orders in doubt are settled, trades go on. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { clock, random, transport, connector, restUrl, wsUrl, symbols, onEvent } = options
  const time = createTimeSync(createRestClient({ transport, clock, random, baseUrl: restUrl }), { clock })
  await time.sync()
  const rest = createRestClient({
    transport,
    clock,
    random: random.fork('rest'),
    baseUrl: restUrl,
    signer: createSigner(options.credentials, clock, time),
    time,
    timeoutMs: options.timeoutMs,
    recvWindowMs: options.recvWindowMs,
    hooks: options.hooks,
  })
  const streams = createStreamClient({ connector, clock, random: random.fork('streams'), baseUrl: wsUrl })
  const timeService = time.start()
  const closeParts = async () => {
    await streams.close()
    await time.stop()
    await timeService
  }
  try {
    const account = await openAccount({
      name: options.name,
      rest,
      streams,
      connector,
      wsUrl,
      clock,
      random: random.fork('account'),
      symbols,
      clientOrderIdPrefix: 'wh',
      exchangeNow: time.now,
      journal: options.journal,
      ...(options.journal === undefined ? { loneOrders: 'keep' as const } : {}),
      ...(options.locksFolder === undefined
        ? {}
        : { locks: { directory: options.locksFolder, label: 'webhook-server' } }),
      risk: { limits: options.limits, haltFile: options.haltFile, program: 'webhook-server' },
      onEvent,
    })
    return {
      account,
      rest,
      streams,
      async close(policy) {
        await account.close({ policy, timeoutMs: 8_000 })
        await closeParts()
      },
    }
  } catch (error) {
    await closeParts()
    throw error
  }
}

/** Signs for an account, on the exchange's time. */
export function createSigner(
  credentials: DeskCredentials,
  clock: Clock,
  time: ReturnType<typeof createTimeSync>,
): Signer {
  if (credentials.kind === 'v1') {
    const { apiKey, apiSecret } = credentials
    return hmacSigner({ apiKey, apiSecret, now: time.now, clockUncertaintyMs: time.uncertaintyMs })
  }
  const { privateKey, user, chainId } = credentials
  return agentSigner({
    privateKey,
    chainId,
    user,
    nonces: createNonceSource({ clock, offsetUs: time.offsetUs }),
    clockUncertaintyMs: time.uncertaintyMs,
  })
}
