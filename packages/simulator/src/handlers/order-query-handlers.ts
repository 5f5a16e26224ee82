import type { Engine } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import { readLimit, readOptionalInteger, readOptionalText, readText, readTimeWindow } from '../http/read-params.ts'
import { toReference } from './order-handlers.ts'
import { toOrderJson } from './order-json.ts'
import { unwrap } from './unwrap.ts'

const weekMs = 7 * 86_400_000

/** Questions about orders and fills. */
export function createOrderQueryHandlers(engine: Engine): Handlers {
  const readSymbol = (params: Parameters<typeof readText>[0]): string => {
    const symbol = readText(params, 'symbol')
    if (engine.getSymbol(symbol) === undefined) throw refuse(-1121)
    return symbol
  }

  return {
    getOrder: forAccount(({ caller, params }) =>
      toOrderJson(unwrap(engine.getOrder(caller.accountId, toReference(params))), 'query'),
    ),
    getOpenOrder: forAccount(({ caller, params }) =>
      toOrderJson(unwrap(engine.getOpenOrder(caller.accountId, toReference(params))), 'query'),
    ),
    getOpenOrders: forAccount(({ caller, params }) => {
      const symbol = readOptionalText(params, 'symbol')
      if (symbol !== undefined && engine.getSymbol(symbol) === undefined) throw refuse(-1121)
      return engine.getOpenOrders(caller.accountId, symbol).map((order) => toOrderJson(order, 'query'))
    }),
    getAllOrders: forAccount(({ caller, params }) => {
      const fromId = readOptionalInteger(params, 'orderId')
      const { startTime, endTime } = readTimeWindow(params, weekMs)
      const limit = readLimit(params, 500, 1000)
      const range = { startMs: startTime, endMs: endTime, fromId: fromId?.toString(), limit }
      return engine
        .getAllOrders(caller.accountId, readSymbol(params), range)
        .map((order) => toOrderJson(order, 'query'))
    }),
    getUserTrades: forAccount(({ caller, params }) => {
      const symbol = readSymbol(params)
      const orderId = readOptionalInteger(params, 'orderId')
      const fromId = readOptionalInteger(params, 'fromId')
      const { startTime, endTime } = readTimeWindow(params, weekMs)
      if (fromId !== undefined && (startTime !== undefined || endTime !== undefined)) throw refuse(-1128)
      const limit = readLimit(params, 500, 1000)
      const fills =
        orderId === undefined
          ? engine.getFills(caller.accountId, symbol, {
              startMs: startTime,
              endMs: endTime,
              fromId: fromId?.toString(),
              limit,
            })
          : engine
              .getFills(caller.accountId, symbol, {})
              .filter((fill) => fill.orderId === String(orderId))
              .slice(0, limit)
      return fills.map((fill) => ({
        buyer: fill.buyer,
        commission: negate(fill.commission),
        commissionAsset: fill.commissionAsset,
        id: Number(fill.tradeId),
        maker: fill.maker,
        orderId: Number(fill.orderId),
        price: fill.price,
        qty: fill.quantity,
        quoteQty: fill.quoteQuantity,
        realizedPnl: fill.realizedPnl,
        side: fill.side,
        positionSide: fill.positionSide,
        symbol: fill.symbol,
        time: fill.timeMs,
      }))
    }),
  }
}

/** Fills are reported with what they did to the wallet: a charge is negative. */
function negate(amount: string): string {
  if (amount.startsWith('-')) return amount.slice(1)
  return /[1-9]/.test(amount) ? `-${amount}` : amount
}
