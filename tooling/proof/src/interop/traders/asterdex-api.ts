import { loadForeignPackage } from '../foreign-packages.ts'
import type { ForeignClient, Venue } from '../foreign-trader.ts'
import { readBookTicker, readDone, readListenKey, readUserEvent } from '../raw-answers.ts'
import { createRawTrader } from '../raw-trader.ts'

const symbol = 'BTCUSDT'
type Params = Readonly<Record<string, unknown>>
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Version = { readonly apiVersion: string }

interface RestClient {
  getServerTime(): Promise<unknown>
  placeMarginOrder(order: Params): Promise<unknown>
  cancelOrder(params: Params): Promise<unknown>
  signedRequest(method: Method, path: string, params: Params, options?: Version): Promise<unknown>
  publicRequest(method: 'GET', path: string, params: Params): Promise<unknown>
}

interface Socket {
  close(): void
}

interface Package {
  readonly AsterRestClient: new (options: Params) => RestClient
  readonly AsterWebsocketClient: new (options: { readonly streamBaseUrl: string }) => {
    connect(
      stream: string,
      handlers: { onOpen(): void; onMessage(payload: unknown): void; onError(error: Error): void },
    ): Socket
  }
}

/** The client of the `asterdex-api` package with an API key. */
export const asterdexV1Client: ForeignClient = {
  name: 'asterdex-api (V1)',
  packageName: 'asterdex-api',
  speaks: 'V1, HMAC',
  open: async (venue) => openTrader(venue, venue.v1, { balance: 'v2', positionRisk: 'v2', listenKeyParam: true }),
}

/** The same with an agent key. */
export const asterdexV3Client: ForeignClient = {
  name: 'asterdex-api (V3)',
  packageName: 'asterdex-api',
  speaks: 'V3, parameters sorted by name',
  open: async (venue) => {
    const { user, signer, signerKey } = venue.v3
    const options = { apiVersion: 'v3', user, signer, signerPrivateKey: signerKey }
    return openTrader(venue, options, { balance: 'v3', positionRisk: 'v3', listenKeyParam: false })
  },
}

function openTrader(
  venue: Venue,
  options: Params,
  paths: { readonly balance: string; readonly positionRisk: string; readonly listenKeyParam: boolean },
) {
  const { AsterRestClient, AsterWebsocketClient } = loadForeignPackage<Package>('asterdex-api')
  const rest = new AsterRestClient({ ...options, futuresBaseUrl: venue.restUrl, spotBaseUrl: venue.restUrl })
  const streams = new AsterWebsocketClient({ streamBaseUrl: venue.wsUrl })
  const sockets: Socket[] = []
  let listenKey = ''
  const signed = (method: Method, path: string, params: Params = {}, version?: string) =>
    rest.signedRequest(method, path, params, version === undefined ? undefined : { apiVersion: version })
  const listen = (stream: string, onMessage: (payload: unknown) => void) =>
    new Promise<void>((resolve, reject) => {
      sockets.push(streams.connect(stream, { onOpen: resolve, onMessage, onError: reject }))
    })

  return createRawTrader({
    time: () => rest.getServerTime(),
    exchangeInfo: () => rest.publicRequest('GET', 'exchangeInfo', {}),
    depth: () => rest.publicRequest('GET', 'depth', { symbol, limit: 5 }),
    price: () => rest.publicRequest('GET', 'ticker/price', { symbol }),
    balance: () => signed('GET', 'balance', {}, paths.balance),
    leverage: (leverage) => signed('POST', 'leverage', { symbol, leverage }),
    marginType: (marginType) => signed('POST', 'marginType', { symbol, marginType }),
    positionMode: () => signed('GET', 'positionSide/dual'),
    changePositionMode: (on) => signed('POST', 'positionSide/dual', { dualSidePosition: on }),
    place: (wish) => rest.placeMarginOrder({ symbol, ...wish }),
    placeBatch: (wishes) => signed('POST', 'batchOrders', { batchOrders: wishes.map((wish) => ({ symbol, ...wish })) }),
    order: (orderId) => signed('GET', 'order', { symbol, orderId }),
    openOrders: () => signed('GET', 'openOrders', { symbol }),
    cancel: (orderId) => rest.cancelOrder({ symbol, orderId }),
    cancelBatch: (ids) => signed('DELETE', 'batchOrders', { symbol, orderIdList: ids.map(Number) }),
    cancelAll: () => signed('DELETE', 'allOpenOrders', { symbol }),
    positions: () => signed('GET', 'positionRisk', { symbol }, paths.positionRisk),
    trades: () => signed('GET', 'userTrades', { symbol }),
    income: () => signed('GET', 'income'),
    async watchUser(onNote) {
      listenKey = readListenKey(await signed('POST', 'listenKey'))
      await listen(listenKey, (payload) => {
        const note = readUserEvent(payload)
        if (note !== undefined) onNote(note)
      })
    },
    keepUserStream: async () => readDone(await signed('PUT', 'listenKey', paths.listenKeyParam ? { listenKey } : {})),
    closeUserStream: async () => readDone(await signed('DELETE', 'listenKey')),
    watchBook: (onBest) =>
      listen('btcusdt@bookTicker', (payload) => {
        const best = readBookTicker(payload)
        if (best !== undefined) onBest(best)
      }),
    async close() {
      for (const socket of sockets) socket.close()
    },
  })
}
