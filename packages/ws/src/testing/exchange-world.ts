import { type Clock, type Connector, createSeededRandom, type Transport } from '@aster/core'

import {
  createLocalOrderBook,
  createStreamClient,
  createUserStream,
  type ListenKeyCalls,
  type LocalOrderBookOptions,
  type StreamClientOptions,
  type UserStreamOptions,
} from '../index.ts'

type Level = readonly [price: string, quantity: string]

/** What these tests need of a simulated exchange. The simulator itself is imported by the tests alone. */
export interface SimulatedExchange {
  readonly restUrl: string
  readonly engine: {
    getDepth(
      symbol: string,
      limit: number,
    ): { readonly lastUpdateId: number; readonly bids: readonly Level[]; readonly asks: readonly Level[] }
    placeOrder(
      accountId: string,
      order: { readonly symbol: string; readonly side: string; readonly type: string; readonly quantity: string },
      nowMs: number,
    ): { readonly ok: boolean }
  }
  readonly streams: { cutAll(): void }
  transport(): Transport
}

export interface WorldOptions {
  readonly market: 'synthetic' | 'quiet'
  readonly symbols: readonly string[]
  readonly seed?: number
}

/** An exchange, the clients of this package on it, and a way to let time pass. */
export interface ExchangeWorld extends AsyncDisposable {
  readonly exchange: SimulatedExchange
  readonly clock: Clock
  readonly listenKey: Required<ListenKeyCalls>
  /** Waits for a promise or until something is true. */
  readonly until: <T>(goal: Promise<T> | (() => boolean)) => Promise<T | undefined>
  readonly pass: (ms: number) => Promise<void>
  createStreams(options?: Partial<StreamClientOptions>): ReturnType<typeof createStreamClient>
  createUser(
    options: Pick<UserStreamOptions, 'onGap'> & Partial<UserStreamOptions>,
  ): ReturnType<typeof createUserStream>
  createBook(options: Pick<LocalOrderBookOptions, 'streams'>): ReturnType<typeof createLocalOrderBook>
}

export function createExchangeWorld(parts: {
  readonly exchange: SimulatedExchange
  readonly clock: Clock
  readonly connector: Connector
  readonly wsUrl: string
  /** Key of a V1 account of the exchange; its account id is 1. */
  readonly apiKey: string
  readonly until: ExchangeWorld['until']
  readonly pass: ExchangeWorld['pass']
  readonly dispose: () => PromiseLike<void>
}): ExchangeWorld {
  const { exchange, clock, connector, wsUrl, apiKey, until, pass, dispose } = parts
  const common = { connector, clock, random: createSeededRandom(7), baseUrl: wsUrl }
  const listenKey = createListenKeyCalls(exchange.transport(), exchange.restUrl, apiKey)
  return {
    exchange,
    clock,
    listenKey,
    until,
    pass,
    createStreams: (options = {}) => createStreamClient({ ...common, ...options }),
    createUser: (options) => createUserStream({ ...common, listenKey, ...options }),
    createBook: ({ streams }) =>
      createLocalOrderBook({
        streams,
        clock,
        random: createSeededRandom(8),
        symbol: 'BTCUSDT',
        tickSize: '0.1',
        stepSize: '0.001',
        getSnapshot: () => Promise.resolve(exchange.engine.getDepth('BTCUSDT', 1000)),
      }),
    [Symbol.asyncDispose]: async () => {
      await dispose()
    },
  }
}

/** The listen key calls of a V1 account, which need its key alone. */
function createListenKeyCalls(transport: Transport, restUrl: string, apiKey: string): Required<ListenKeyCalls> {
  const call = async (method: 'POST' | 'PUT' | 'DELETE') => {
    const headers = { 'X-MBX-APIKEY': apiKey }
    const answer = await transport.send({ method, url: `${restUrl}/fapi/v1/listenKey`, headers, timeoutMs: 5_000 })
    if (answer.status !== 200) throw new Error(`${method} listenKey: ${answer.body}`)
    return JSON.parse(answer.body) as { readonly listenKey: string }
  }
  return {
    create: async () => (await call('POST')).listenKey,
    keepAlive: async () => {
      await call('PUT')
    },
    close: async () => {
      await call('DELETE')
    },
  }
}
