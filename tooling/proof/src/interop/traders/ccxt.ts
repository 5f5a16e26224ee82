import { loadForeignPackage } from '../foreign-packages.ts'
import { cannot, type ForeignClient, type OrderWish, type SeenOrder } from '../foreign-trader.ts'

const symbol = 'BTC/USDT:USDT'

interface CcxtOrder {
  readonly id: string
  readonly status?: string
  readonly filled?: number
}

type Params = Readonly<Record<string, unknown>>
type Level = readonly [number, number]

/** The little of ccxt's unified interface that the session uses. */
export interface CcxtExchange {
  readonly urls: { api: Record<string, unknown> }
  loadHttpProxyAgent(): Promise<unknown>
  loadMarkets(): Promise<Readonly<Record<string, { readonly id: string }>>>
  fetchTime(): Promise<number>
  fetchOrderBook(symbol: string, limit: number): Promise<{ bids: readonly Level[]; asks: readonly Level[] }>
  fetchLastPrices(symbols: readonly string[]): Promise<Readonly<Record<string, { readonly price: number }>>>
  fetchBalance(params: Params): Promise<Readonly<Record<string, { readonly total?: number }>>>
  setLeverage(leverage: number, symbol: string): Promise<unknown>
  setMarginMode(mode: 'isolated' | 'cross', symbol: string): Promise<unknown>
  fetchPositionMode(symbol: string): Promise<{ readonly hedged: boolean }>
  setPositionMode(on: boolean, symbol: string): Promise<unknown>
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: number | undefined,
    price?: number,
    params?: Params,
  ): Promise<CcxtOrder>
  createOrders(orders: readonly Params[]): Promise<readonly CcxtOrder[]>
  fetchOrder(id: string, symbol: string): Promise<CcxtOrder>
  fetchOpenOrders(symbol: string): Promise<readonly CcxtOrder[]>
  cancelOrder(id: string, symbol: string): Promise<unknown>
  cancelOrders(ids: readonly string[], symbol: string): Promise<unknown>
  cancelAllOrders(symbol: string): Promise<unknown>
  fetchPositions(symbols: readonly string[]): Promise<readonly { contracts?: number; side?: string }[]>
  fetchMyTrades(symbol: string): Promise<readonly { readonly order: string; readonly amount: number }[]>
  fetchLedger(code: string): Promise<readonly { readonly type: string; readonly amount: number }[]>
  watchOrders(symbol: string): Promise<readonly CcxtOrder[]>
  watchBalance(params: Params): Promise<unknown>
  watchOrderBook(symbol: string, limit: number): Promise<{ bids: readonly Level[]; asks: readonly Level[] }>
  keepAliveListenKey(params: Params): Promise<unknown>
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
  close(): Promise<void>
}

interface CcxtPackage {
  readonly pro: { readonly aster: new (config: Params) => CcxtExchange }
}

/** An instance of ccxt that differs from what users have in its addresses only. Waiting between calls is off. */
export async function openCcxt(venue: {
  readonly restUrl: string
  readonly wsUrl: string
  readonly privateKey: string
}): Promise<CcxtExchange> {
  const { pro } = loadForeignPackage<CcxtPackage>('ccxt')
  const exchange = new pro.aster({
    privateKey: venue.privateKey,
    enableRateLimit: false,
    options: { defaultType: 'swap' },
  })
  const { restUrl } = venue
  // it tells futures from spot by this word in the address
  const wsUrl = venue.wsUrl.replace('://', '://fstream@')
  const sides = { spot: `${wsUrl}/ws`, swap: `${wsUrl}/ws` }
  Object.assign(exchange.urls.api, {
    fapiPublic: `${restUrl}/fapi`,
    fapiPrivate: `${restUrl}/fapi`,
    sapiPublic: `${restUrl}/api`,
    sapiPrivate: `${restUrl}/api`,
    ws: { public: { spot: `${wsUrl}/stream`, swap: `${wsUrl}/stream` }, private: sides },
  })
  // ccxt wants its agent for plain ws:// before the first socket
  await exchange.loadHttpProxyAgent()
  return repeatCollisions(exchange)
}

const mostCollisions = 20

/**
 * ccxt's nonce counts milliseconds: of two requests in one the second is refused (-4225). Its users repeat the call, which
 * was not carried out, and so do we.
 */
const repeatCollisions = (exchange: CcxtExchange): CcxtExchange =>
  new Proxy(exchange, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return async (...input: unknown[]) => {
        for (let attempt = 1; ; attempt++) {
          try {
            return (await member.apply(target, input)) as unknown
          } catch (error) {
            if (attempt === mostCollisions || !(error instanceof Error && error.message.includes('-4225'))) throw error
          }
        }
      }
    },
  })

/** ccxt, REST and pro, in its unified words. */
export const ccxtClient: ForeignClient = {
  name: 'ccxt',
  packageName: 'ccxt',
  speaks: 'V3, unified REST and pro streams',
  async open(venue) {
    const ccxt = await openCcxt({ ...venue, privateKey: venue.v3.userKey })
    let isOpen = true
    /** ccxt's streams are loops of promises. */
    const follow = <T>(next: () => Promise<T>, onValue: (value: T) => void): void => {
      const loop = async () => {
        while (isOpen) onValue(await next())
      }
      loop().catch(() => undefined)
    }
    return {
      getServerTimeMs: () => ccxt.fetchTime(),
      listSymbols: async () => Object.values(await ccxt.loadMarkets()).map(({ id }) => id),
      getBook: async () => readBest(await ccxt.fetchOrderBook(symbol, 5)),
      getLastPrice: async () => (await ccxt.fetchLastPrices([symbol]))[symbol]?.price ?? Number.NaN,
      getBalance: async () => (await ccxt.fetchBalance({ type: 'swap' }))['USDT']?.total ?? Number.NaN,
      setLeverage: async (leverage) => void (await ccxt.setLeverage(leverage, symbol)),
      setMarginType: async (type) =>
        void (await ccxt.setMarginMode(type === 'ISOLATED' ? 'isolated' : 'cross', symbol)),
      isHedgeMode: async () => (await ccxt.fetchPositionMode(symbol)).hedged,
      setHedgeMode: async (on) => void (await ccxt.setPositionMode(on, symbol)),
      place: async (wish) => {
        const { type, side, amount, price, params } = toCcxtOrder(wish)
        return (await ccxt.createOrder(symbol, type, side, amount, price, params)).id
      },
      placeBatch: async (wishes) =>
        (await ccxt.createOrders(wishes.map((wish) => ({ symbol, ...toCcxtOrder(wish) })))).map(({ id }) => id),
      getOrder: async (id) => readCcxtOrder(await ccxt.fetchOrder(id, symbol)),
      listOpenOrders: async () => (await ccxt.fetchOpenOrders(symbol)).map(readCcxtOrder),
      cancel: async (id) => void (await ccxt.cancelOrder(id, symbol)),
      cancelBatch: async (ids) => void (await ccxt.cancelOrders(ids, symbol)),
      cancelAll: async () => void (await ccxt.cancelAllOrders(symbol)),
      getPosition: async () =>
        (await ccxt.fetchPositions([symbol])).reduce(
          (sum, { contracts = 0, side }) => sum + (side === 'short' ? -contracts : contracts),
          0,
        ),
      listTrades: async () =>
        (await ccxt.fetchMyTrades(symbol)).map(({ order, amount }) => ({ orderId: order, quantity: amount })),
      listIncome: () => ccxt.fetchLedger('USDT'),
      async watchUser(onNote) {
        follow(
          () => ccxt.watchOrders(symbol),
          (orders) => {
            for (const order of orders) onNote({ kind: 'order', id: order.id, status: readStatus(order.status) })
          },
        )
        follow(
          () => ccxt.watchBalance({ type: 'swap' }),
          () => onNote({ kind: 'account' }),
        )
        // nothing tells when the socket is open: the balance that ccxt asks for on the way is the sign
        const { promise, resolve } = Promise.withResolvers<void>()
        const look = () => (ccxt.options['listenKey']?.['swap'] === undefined ? setImmediate(look) : resolve())
        look()
        await promise
      },
      keepUserStream: async () => void (await ccxt.keepAliveListenKey({ type: 'swap' })),
      closeUserStream: cannot('ccxt leaves the listen key to run out; it has no call to end it'),
      async watchBook(onBest) {
        onBest(readBest(await ccxt.watchOrderBook(symbol, 5)))
        follow(
          () => ccxt.watchOrderBook(symbol, 5),
          (book) => onBest(readBest(book)),
        )
      },
      async close() {
        isOpen = false
        await ccxt.close()
      },
    }
  },
}

const readBest = ({ bids, asks }: { bids: readonly Level[]; asks: readonly Level[] }) => ({
  bid: bids[0]?.[0] ?? Number.NaN,
  ask: asks[0]?.[0] ?? Number.NaN,
})

const readStatus = (status: string | undefined): SeenOrder['status'] =>
  status === 'closed'
    ? 'filled'
    : status === 'open' || status === 'canceled' || status === 'expired'
      ? status
      : 'unknown'

const readCcxtOrder = ({ id, status, filled = 0 }: CcxtOrder): SeenOrder => ({ id, status: readStatus(status), filled })

/** The same order in ccxt's words: conditional ones are market or limit orders with a trigger. */
export function toCcxtOrder(wish: OrderWish & { readonly newClientOrderId?: string }) {
  const { type, stopPrice, timeInForce, reduceOnly, closePosition, callbackRate, activationPrice } = wish
  const isLimit = type === 'LIMIT' || type === 'STOP' || type === 'TAKE_PROFIT'
  const trigger = type.startsWith('TAKE_PROFIT') ? 'takeProfitPrice' : 'stopLossPrice'
  return {
    type: isLimit ? 'limit' : 'market',
    side: wish.side.toLowerCase(),
    amount: wish.quantity === undefined ? undefined : Number(wish.quantity),
    price: wish.price === undefined ? undefined : Number(wish.price),
    params: {
      ...(stopPrice !== undefined && { [trigger]: stopPrice }),
      ...(timeInForce !== undefined && { timeInForce }),
      ...(reduceOnly !== undefined && { reduceOnly }),
      ...(closePosition !== undefined && { closePosition }),
      // ccxt leaves the quantity of a trailing stop out unless it is told again
      ...(callbackRate !== undefined && { trailingPercent: callbackRate, quantity: wish.quantity }),
      ...(activationPrice !== undefined && { trailingTriggerPrice: activationPrice }),
      ...(wish.newClientOrderId !== undefined && { clientOrderId: wish.newClientOrderId }),
    },
  }
}
