import { loadForeignPackage } from '../foreign-packages.ts'
import { cannot, type ForeignClient } from '../foreign-trader.ts'
import { readBookTicker, readDone, readListenKey, readUserEvent } from '../raw-answers.ts'
import { createRawTrader } from '../raw-trader.ts'

const symbol = 'BTCUSDT'
type Params = Readonly<Record<string, unknown>>
type Method = (params?: Params) => Promise<unknown>
type Close = () => void

interface Client {
  readonly ws: {
    futuresUser(onEvent: (event: unknown) => void, translate: false): Promise<Close>
    futuresBookTicker(symbol: string, onEvent: (event: unknown) => void, translate: false): Close
  }
}

interface Package {
  readonly default: (options: Params) => Client & Readonly<Record<string, Method>>
}

const conditional = new Set(['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'])
const refuseConditional = cannot(
  'binance-api-node sends conditional orders to Binance’s algo service (/fapi/v1/algoOrder), which Aster does not have',
)

/** The `binance-api-node` package, its futures methods. */
export const binanceApiNodeClient: ForeignClient = {
  name: 'binance-api-node',
  packageName: 'binance-api-node',
  speaks: 'V1 and V2 paths, HMAC',
  async open(venue) {
    const { restUrl, wsUrl, v1 } = venue
    const client = loadForeignPackage<Package>('binance-api-node').default({
      apiKey: v1.apiKey,
      apiSecret: v1.apiSecret,
      httpFutures: restUrl,
      wsFutures: `${wsUrl}/ws`,
      emitSocketOpens: true,
    })
    const call = (name: string, params?: Params): Promise<unknown> => {
      const method = client[name]
      if (method === undefined) throw new Error(`the package has no ${name}`)
      return method(params)
    }
    const closes: Close[] = []
    let listenKey = ''
    return createRawTrader({
      time: () => call('futuresTime'),
      exchangeInfo: () => call('futuresExchangeInfo'),
      depth: async () => {
        const { bids, asks } = (await call('futuresBook', { symbol, limit: 5 })) as Record<'bids' | 'asks', Quote[]>
        return { bids: bids.map(toLevel), asks: asks.map(toLevel) }
      },
      price: async () => ({ price: ((await call('futuresPrices', { symbol })) as Record<string, string>)[symbol] }),
      balance: () => call('futuresAccountBalance'),
      leverage: (leverage) => call('futuresLeverage', { symbol, leverage }),
      marginType: (marginType) => call('futuresMarginType', { symbol, marginType }),
      positionMode: () => call('futuresPositionMode'),
      changePositionMode: (on) => call('futuresPositionModeChange', { dualSidePosition: String(on) }),
      place: (wish) => (conditional.has(wish.type) ? refuseConditional() : call('futuresOrder', { symbol, ...wish })),
      placeBatch: (wishes) =>
        call('futuresBatchOrders', { batchOrders: JSON.stringify(wishes.map((wish) => ({ symbol, ...wish }))) }),
      order: (orderId) => call('futuresGetOrder', { symbol, orderId }),
      openOrders: () => call('futuresOpenOrders', { symbol }),
      cancel: (orderId) => call('futuresCancelOrder', { symbol, orderId }),
      cancelBatch: (ids) => call('futuresCancelBatchOrders', { symbol, orderIdList: JSON.stringify(ids.map(Number)) }),
      cancelAll: () => call('futuresCancelAllOpenOrders', { symbol }),
      positions: () => call('futuresPositionRisk', { symbol }),
      trades: () => call('futuresUserTrades', { symbol }),
      income: () => call('futuresIncome'),
      async watchUser(onNote) {
        listenKey = readListenKey(await call('futuresGetDataStream'))
        const { promise, resolve } = Promise.withResolvers<void>()
        const close = await client.ws.futuresUser((event) => {
          const raw = toRawEvent(event)
          if (raw.e === 'open') resolve()
          const note = readUserEvent(raw)
          if (note !== undefined) onNote(note)
        }, false)
        closes.push(close)
        await promise
      },
      keepUserStream: async () => readDone(await call('futuresKeepDataStream', { listenKey })),
      closeUserStream: async () => readDone(await call('futuresCloseDataStream', { listenKey })),
      async watchBook(onBest) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const onEvent = (event: unknown) => {
          const best = readBookTicker(event)
          if (best === undefined) return
          onBest(best)
          resolve()
        }
        closes.push(client.ws.futuresBookTicker(symbol, onEvent, false))
        await promise
      },
      async close() {
        for (const close of closes) close()
      },
    })
  },
}

interface Quote {
  readonly price: string
  readonly quantity: string
}

const toLevel = ({ price, quantity }: Quote) => [price, quantity]

/** It renames the event's `e` to `type`. */
const toRawEvent = (event: unknown): { readonly e?: unknown } =>
  typeof event === 'object' && event !== null && 'type' in event ? { ...event, e: event.type } : {}
