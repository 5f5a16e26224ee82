import { agentSigner, computeKeyAddress, createNonceSource, type SyncSigner } from '@aster/auth'
import { deriveAgentKey } from '@aster/auth/seeded'
import {
  type Clock,
  createClientOrderIds,
  createScaledClock,
  createSeededRandom,
  createVirtualClock,
  type Random,
  type Transport,
  type ClientOrderIds,
} from '@aster/core'
import { createRestClient, createTimeSync, createUndiciTransport, type RestClient, type TimeSync } from '@aster/rest'
import { createExchange, type Exchange } from '@aster/simulator'

/** The exchange's window for nonces, as the newest documentation has it. */
export const nonceWindowMs = 60_000
const mostMeasurements = 20
const slowAnswerMs = 300
/** A first measurement on a busy machine may be a poor one. */
const measureEveryMs = 30_000
/** A client with a bug may ask for days. */
const longestRunMs = 7 * 86_400_000
const memoryStartMs = Date.UTC(2026, 0, 1, 12)

export type Way =
  | { readonly kind: 'sockets'; readonly base: Clock; readonly factor: number }
  | { readonly kind: 'memory' }

/** One exchange and one client on it. */
export interface Venue extends AsyncDisposable {
  readonly exchange: Exchange
  readonly accountId: string
  readonly clock: Clock
  readonly client: RestClient
  readonly clientOrderIds: ClientOrderIds
  /** Lets time pass until it settles. */
  readonly drive: <T>(promise: Promise<T>) => Promise<T>
}

/**
 * Opens an exchange with a fixed book, limits on, and one V3 account, and a client that has measured the time: over real
 * sockets under a clock that runs faster, or in memory under a virtual one.
 */
export async function openVenue(
  seed: number,
  way: Way,
  wrapSigner: (signer: SyncSigner) => SyncSigner,
): Promise<Venue> {
  const random = createSeededRandom(`rest-faults/${seed}`)
  const link = way.kind === 'memory' ? createMemoryLink() : createSocketLink(way)
  const { clock, drive } = link
  const userKey = deriveAgentKey(random.fork('user'))
  const agentKey = deriveAgentKey(random.fork('agent'))
  const user = computeKeyAddress(userKey)
  const exchange = createExchange({
    clock,
    seed,
    symbols: ['BTCUSDT'],
    market: 'quiet',
    limits: true,
    nonceWindowMs,
    closed: true,
  })
  const accountId = exchange.openAccount({ usdt: '1000000', v3: { user, signers: [computeKeyAddress(agentKey)] } })
  await drive(exchange.start())
  const { transport, baseUrl } = await link.open(exchange)
  const shared = { transport, clock, baseUrl, timeoutMs: findTimeoutMs(way), random: random.fork('client') }
  const time = createTimeSync(createRestClient(shared), { clock, everyMs: measureEveryMs })
  await drive(measureTime(time))
  void time.start()
  const signer = agentSigner({
    privateKey: agentKey,
    user,
    nonces: createNonceSource({ clock, offsetUs: time.offsetUs }),
    clockUncertaintyMs: time.uncertaintyMs,
  })
  return {
    exchange,
    accountId,
    clock,
    drive,
    client: createRestClient({ ...shared, signer: wrapSigner(signer), time }),
    clientOrderIds: createClientOrderIds({ prefix: 'rf', random: random.fork('ids') }),
    async [Symbol.asyncDispose]() {
      await drive(time.stop())
      await transport.close()
      await drive(exchange.stop())
    },
  }
}

/** The client's default, and at least what a busy machine may need in its own time. */
function findTimeoutMs(way: Way): number {
  return way.kind === 'memory' ? 10_000 : Math.max(10_000, slowAnswerMs * way.factor)
}

/** A machine that is busy may be too slow for the first measurement at this pace. */
async function measureTime(time: TimeSync): Promise<void> {
  for (let count = 1; ; count++) {
    try {
      await time.sync()
      return
    } catch (error) {
      if (count === mostMeasurements) throw error
    }
  }
}

interface VenueLink {
  readonly clock: Clock
  readonly drive: <T>(promise: Promise<T>) => Promise<T>
  open(exchange: Exchange): Promise<{ transport: Transport; baseUrl: string }>
}

function createMemoryLink(): VenueLink {
  const clock = createVirtualClock({ startMs: memoryStartMs })
  return {
    clock,
    drive: (promise) => clock.runUntil(promise, { limitMs: longestRunMs }),
    open: (exchange) =>
      Promise.resolve({ transport: exchange.transport({ latencyMs: 20 }), baseUrl: exchange.restUrl }),
  }
}

function createSocketLink({ base, factor }: Extract<Way, { kind: 'sockets' }>): VenueLink {
  const clock = createScaledClock(factor, base)
  return {
    clock,
    drive: (promise) => promise,
    async open(exchange) {
      const { restUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
      return { transport: createUndiciTransport({ clock, connections: 16 }), baseUrl: restUrl }
    },
  }
}

export const createRunRandom = (seed: number, name: string): Random => createSeededRandom(`rest-faults/${seed}/${name}`)
