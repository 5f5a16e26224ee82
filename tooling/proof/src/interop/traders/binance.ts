import { loadForeignPackage } from '../foreign-packages.ts'
import type { ForeignClient, UserNote } from '../foreign-trader.ts'
import { readBookTicker, readDone, readUserEvent } from '../raw-answers.ts'
import { createRawTrader } from '../raw-trader.ts'

const symbol = 'BTCUSDT'
type Params = Readonly<Record<string, unknown>>
type Method = (params?: unknown) => Promise<unknown>

/** Methods of the package's USDⓈ-M client, by name. */
type UsdmClient = Readonly<
  Record<
    | 'getServerTime'
    | 'getExchangeInfo'
    | 'getOrderBook'
    | 'getSymbolPriceTicker'
    | 'getBalance'
    | 'setLeverage'
    | 'setMarginType'
    | 'getCurrentPositionMode'
    | 'setPositionMode'
    | 'submitNewOrder'
    | 'submitMultipleOrders'
    | 'getOrder'
    | 'getAllOpenOrders'
    | 'cancelOrder'
    | 'cancelMultipleOrders'
    | 'cancelAllOpenOrders'
    | 'getPositions'
    | 'getAccountTrades'
    | 'getIncomeHistory'
    | 'keepAliveFuturesUserDataListenKey'
    | 'closeFuturesUserDataListenKey',
    Method
  >
>

interface StreamClient {
  on(event: string, listener: (message: unknown) => void): void
  subscribeUsdFuturesUserDataStream(): Promise<unknown>
  subscribeSymbolBookTicker(symbol: string, market: 'usdm'): Promise<unknown>
  closeAll(force: boolean): void
}

interface Package {
  readonly USDMClient: new (options: Params) => UsdmClient
  readonly WebsocketClient: new (options: Params, logger?: Params) => StreamClient
}

const silence = () => undefined
const logger = { trace: silence, info: silence, error: silence }

/** The USDⓈ-M client of the `binance` package: V1 paths, and a user stream that looks after its listen key itself. */
export const binanceClient: ForeignClient = {
  name: 'binance',
  packageName: 'binance',
  speaks: 'V1 and V2 paths, HMAC',
  async open(venue) {
    const { USDMClient, WebsocketClient } = loadForeignPackage<Package>('binance')
    const keys = { api_key: venue.v1.apiKey, api_secret: venue.v1.apiSecret }
    const rest = new USDMClient({ ...keys, baseUrl: venue.restUrl })
    const streams = new WebsocketClient(
      { ...keys, wsUrl: venue.wsUrl, restOptions: { baseUrl: venue.restUrl } },
      logger,
    )
    let onNote: (note: UserNote) => void = silence
    let onBest: (best: { bid: number; ask: number }) => void = silence
    streams.on('message', (message) => {
      const note = readUserEvent(message)
      if (note !== undefined) onNote(note)
      const best = readBookTicker(message)
      if (best !== undefined) onBest(best)
    })
    streams.on('exception', silence)
    return createRawTrader({
      time: () => rest.getServerTime(),
      exchangeInfo: () => rest.getExchangeInfo(),
      depth: () => rest.getOrderBook({ symbol, limit: 5 }),
      price: () => rest.getSymbolPriceTicker({ symbol }),
      balance: () => rest.getBalance(),
      leverage: (leverage) => rest.setLeverage({ symbol, leverage }),
      marginType: (marginType) => rest.setMarginType({ symbol, marginType }),
      positionMode: () => rest.getCurrentPositionMode(),
      changePositionMode: (on) => rest.setPositionMode({ dualSidePosition: String(on) }),
      place: (wish) => rest.submitNewOrder({ symbol, ...wish, ...flags(wish) }),
      placeBatch: (wishes) => rest.submitMultipleOrders(wishes.map((wish) => ({ symbol, ...wish }))),
      order: (orderId) => rest.getOrder({ symbol, orderId: Number(orderId) }),
      openOrders: () => rest.getAllOpenOrders({ symbol }),
      cancel: (orderId) => rest.cancelOrder({ symbol, orderId: Number(orderId) }),
      cancelBatch: (ids) => rest.cancelMultipleOrders({ symbol, orderIdList: ids.map(Number) }),
      cancelAll: () => rest.cancelAllOpenOrders({ symbol }),
      positions: () => rest.getPositions({ symbol }),
      trades: () => rest.getAccountTrades({ symbol }),
      income: () => rest.getIncomeHistory(),
      async watchUser(listener) {
        onNote = listener
        await streams.subscribeUsdFuturesUserDataStream()
      },
      keepUserStream: async () => readDone(await rest.keepAliveFuturesUserDataListenKey()),
      closeUserStream: async () => readDone(await rest.closeFuturesUserDataListenKey()),
      async watchBook(listener) {
        onBest = listener
        await streams.subscribeSymbolBookTicker('BTCUSDT', 'usdm')
      },
      async close() {
        streams.closeAll(true)
      },
    })
  },
}

/** The package types flags as text. */
const flags = ({ reduceOnly, closePosition }: { readonly reduceOnly?: boolean; readonly closePosition?: boolean }) => ({
  ...(reduceOnly !== undefined && { reduceOnly: String(reduceOnly) }),
  ...(closePosition !== undefined && { closePosition: String(closePosition) }),
})
