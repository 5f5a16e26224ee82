import { loadForeignPackage } from '../foreign-packages.ts'
import { cannot, type ForeignClient } from '../foreign-trader.ts'
import { readBookTicker, readDone, readListenKey, readUserEvent } from '../raw-answers.ts'
import { createRawTrader } from '../raw-trader.ts'

const symbol = 'BTCUSDT'
type Params = Readonly<Record<string, unknown>>
type Method = (params?: Params) => Promise<{ data(): Promise<unknown> }>

interface Stream {
  on(event: 'message', listener: (data: unknown) => void): void
}

interface StreamConnection {
  userData(listenKey: string): Stream
  individualSymbolBookTickerStreams(params: Params): Stream
  disconnect(): Promise<void>
}

interface Package {
  readonly DerivativesTradingUsdsFutures: new (configuration: Params) => {
    readonly restAPI: Readonly<Record<string, Method>>
    readonly websocketStreams: { connect(): Promise<StreamConnection> }
  }
}

interface CommonPackage {
  readonly Logger: { getInstance(): { setMinLogLevel(level: string): void } }
}

const conditional = new Set(['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'])
const refuseConditional = cannot(
  'the connector has no stopPrice: conditional orders go to Binance’s algo service, which Aster does not have',
)

/** The connector that Binance itself publishes for its USDⓈ-M futures. */
export const binanceConnectorClient: ForeignClient = {
  name: 'binance connector',
  packageName: '@binance/derivatives-trading-usds-futures',
  speaks: 'V1 and V2 paths, HMAC, everything in the query',
  async open(venue) {
    const { DerivativesTradingUsdsFutures } = loadForeignPackage<Package>('@binance/derivatives-trading-usds-futures')
    // it would write its connections to stdout, where our result goes
    const { Logger } = loadForeignPackage<CommonPackage>('@binance/common')
    Logger.getInstance().setMinLogLevel('error')
    const { apiKey, apiSecret } = venue.v1
    const client = new DerivativesTradingUsdsFutures({
      configurationRestAPI: { apiKey, apiSecret, basePath: venue.restUrl, retries: 0 },
      configurationWebsocketStreams: { wsURL: venue.wsUrl },
    })
    const call = async (name: string, params?: Params): Promise<unknown> => {
      const method = client.restAPI[name]
      if (method === undefined) throw new Error(`the connector has no ${name}`)
      return (await method.call(client.restAPI, params)).data()
    }
    let streams: StreamConnection | undefined
    const openStreams = async () => (streams ??= await client.websocketStreams.connect())
    return createRawTrader({
      time: () => call('checkServerTime'),
      exchangeInfo: () => call('exchangeInformation'),
      depth: () => call('orderBook', { symbol, limit: 5 }),
      price: () => call('symbolPriceTicker', { symbol }),
      balance: () => call('futuresAccountBalanceV2'),
      leverage: (leverage) => call('changeInitialLeverage', { symbol, leverage }),
      marginType: (marginType) => call('changeMarginType', { symbol, marginType }),
      positionMode: () => call('getCurrentPositionMode'),
      changePositionMode: (on) => call('changePositionMode', { dualSidePosition: String(on) }),
      place: (wish) => (conditional.has(wish.type) ? refuseConditional() : call('newOrder', { symbol, ...wish })),
      placeBatch: (wishes) => call('placeMultipleOrders', { batchOrders: wishes.map((wish) => ({ symbol, ...wish })) }),
      order: (orderId) => call('queryOrder', { symbol, orderId }),
      openOrders: () => call('currentAllOpenOrders', { symbol }),
      cancel: (orderId) => call('cancelOrder', { symbol, orderId }),
      cancelBatch: (ids) => call('cancelMultipleOrders', { symbol, orderIdList: ids.map(Number) }),
      cancelAll: () => call('cancelAllOpenOrders', { symbol }),
      positions: () => call('positionInformationV2', { symbol }),
      trades: () => call('accountTradeList', { symbol }),
      income: () => call('getIncomeHistory'),
      async watchUser(onNote) {
        const listenKey = readListenKey(await call('startUserDataStream'))
        const stream = (await openStreams()).userData(listenKey)
        stream.on('message', (data) => {
          const note = readUserEvent(data)
          if (note !== undefined) onNote(note)
        })
      },
      keepUserStream: async () => readDone(await call('keepaliveUserDataStream')),
      closeUserStream: async () => readDone(await call('closeUserDataStream')),
      async watchBook(onBest) {
        const stream = (await openStreams()).individualSymbolBookTickerStreams({ symbol: 'btcusdt' })
        stream.on('message', (data) => {
          const best = readBookTicker(data)
          if (best !== undefined) onBest(best)
        })
      },
      close: async () => streams?.disconnect(),
    })
  },
}
