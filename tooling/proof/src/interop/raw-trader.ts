import type { ForeignTrader, OrderWish } from './foreign-trader.ts'
import * as answers from './raw-answers.ts'

type Call<A extends readonly unknown[] = []> = (...input: A) => unknown

/** The calls of a client that hands on the exchange's answers untranslated. Each may throw what the client throws. */
export interface RawCalls extends Pick<
  ForeignTrader,
  'watchUser' | 'keepUserStream' | 'closeUserStream' | 'watchBook' | 'close'
> {
  readonly time: Call
  readonly exchangeInfo: Call
  readonly depth: Call
  readonly price: Call
  readonly balance: Call
  readonly leverage: Call<[number]>
  readonly marginType: Call<['ISOLATED' | 'CROSSED']>
  readonly positionMode: Call
  readonly changePositionMode: Call<[boolean]>
  readonly place: Call<[OrderWish]>
  readonly placeBatch: Call<[readonly OrderWish[]]>
  readonly order: Call<[string]>
  readonly openOrders: Call
  readonly cancel: Call<[string]>
  readonly cancelBatch: Call<[readonly string[]]>
  readonly cancelAll: Call
  readonly positions: Call
  readonly trades: Call
  readonly income: Call
}

/** A trader out of raw calls: every answer is read by the same strict eyes. */
export function createRawTrader(calls: RawCalls): ForeignTrader {
  const { watchUser, keepUserStream, closeUserStream, watchBook, close } = calls
  return {
    watchUser,
    keepUserStream,
    closeUserStream,
    watchBook,
    close,
    getServerTimeMs: async () => answers.readServerTime(await calls.time()),
    listSymbols: async () => answers.readSymbols(await calls.exchangeInfo()),
    getBook: async () => answers.readBook(await calls.depth()),
    getLastPrice: async () => answers.readPrice(await calls.price()),
    getBalance: async () => answers.readBalance(await calls.balance()),
    setLeverage: async (leverage) => answers.readDone(await calls.leverage(leverage)),
    setMarginType: async (type) => answers.readDone(await calls.marginType(type)),
    isHedgeMode: async () => answers.readHedgeMode(await calls.positionMode()),
    setHedgeMode: async (on) => answers.readDone(await calls.changePositionMode(on)),
    place: async (wish) => answers.readOrder(await calls.place(wish)).id,
    placeBatch: async (wishes) => answers.readOrders(await calls.placeBatch(wishes)).map(({ id }) => id),
    getOrder: async (id) => answers.readOrder(await calls.order(id)),
    listOpenOrders: async () => answers.readOrders(await calls.openOrders()),
    cancel: async (id) => void answers.readOrder(await calls.cancel(id)),
    cancelBatch: async (ids) => void answers.readOrders(await calls.cancelBatch(ids)),
    cancelAll: async () => answers.readDone(await calls.cancelAll()),
    getPosition: async () => answers.readPosition(await calls.positions()),
    listTrades: async () => answers.readTrades(await calls.trades()),
    listIncome: async () => answers.readIncome(await calls.income()),
  }
}
