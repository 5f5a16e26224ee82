import type { Clock } from '@aster/core'

import type { Engine } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import {
  type Params,
  readInteger,
  readLimit,
  readOptionalText,
  readText,
  readOptionalWord,
  readTimeWindow,
  readWord,
} from '../http/read-params.ts'
import { success } from './answers.ts'
import { toOrderJson } from './order-json.ts'
import { toPositionRiskJson } from './position-json.ts'
import { unwrap } from './unwrap.ts'

const weekMs = 7 * 86_400_000

export interface PositionHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
}

/** Positions, leverage, margin, and what they earned. */
export function createPositionHandlers({ engine, clock }: PositionHandlerParts): Handlers {
  const checkSymbol = (symbol: string): string => {
    if (engine.getSymbol(symbol) === undefined) throw refuse(-1121)
    return symbol
  }
  const readOptionalSymbol = (params: Params): string | undefined => {
    const symbol = readOptionalText(params, 'symbol')
    return symbol === undefined ? undefined : checkSymbol(symbol)
  }

  return {
    getPositionRisk: forAccount(({ caller, params }) =>
      engine.getPositions(caller.accountId, readOptionalSymbol(params)).map(toPositionRiskJson),
    ),
    getAdlQuantile: forAccount(({ caller, params }) => {
      const { hedgeMode } = engine.getAccountConfig(caller.accountId)
      const positions = engine.getPositions(caller.accountId, readOptionalSymbol(params))
      const held = new Set(positions.filter(({ quantity }) => quantity !== '0').map(({ symbol }) => symbol))
      return [...held].map((symbol) => {
        const { LONG, SHORT, BOTH } = engine.getAdlQuantiles(caller.accountId, symbol)
        // HEDGE is a sign that both sides are held, not a quantile
        return { symbol, adlQuantile: hedgeMode ? { LONG, SHORT, HEDGE: 0 } : { LONG, SHORT, BOTH } }
      })
    }),
    getForceOrders: forAccount(({ caller, params }) => {
      const symbol = readOptionalSymbol(params)
      const kind = readOptionalWord(params, 'autoCloseType', ['LIQUIDATION', 'ADL'])
      const { startTime, endTime } = readTimeWindow(params)
      const limit = readLimit(params, 50, 100)
      const range = { startMs: startTime ?? (endTime ?? clock.now()) - weekMs, endMs: endTime }
      return (symbol === undefined ? engine.symbols() : [symbol])
        .flatMap((name) => engine.getAllOrders(caller.accountId, name, range))
        .filter(({ clientOrderId }) => isForced(clientOrderId, kind))
        .slice(-limit)
        .map((order) => toOrderJson(order, 'query'))
    }),
    setLeverage: forAccount(({ caller, params }) => {
      const symbol = readText(params, 'symbol')
      const set = unwrap(engine.setLeverage(caller.accountId, symbol, readInteger(params, 'leverage'), clock.now()))
      return { leverage: set.leverage, maxNotionalValue: set.maxNotional, symbol: set.symbol }
    }),
    setMarginType: forAccount(({ caller, params }) => {
      const symbol = checkSymbol(readText(params, 'symbol'))
      const marginType = readWord(params, 'marginType', ['ISOLATED', 'CROSSED'])
      unwrap(engine.setMarginType(caller.accountId, symbol, marginType, clock.now()))
      return success
    }),
    getLeverageBrackets: forAccount(({ params }) => {
      const symbol = readOptionalSymbol(params)
      const symbols = symbol === undefined ? engine.symbols() : [symbol]
      return symbols.map((name) => ({ symbol: name, brackets: engine.getBrackets(name) }))
    }),
    getCommissionRate: forAccount(({ caller, params }) => {
      const symbol = checkSymbol(readText(params, 'symbol'))
      const fees = engine.getFees(caller.accountId, symbol)
      return { symbol, makerCommissionRate: fees.maker, takerCommissionRate: fees.taker }
    }),
    getIncome: forAccount(({ caller, params }) => {
      const symbol = readOptionalSymbol(params)
      const incomeType = readOptionalText(params, 'incomeType')
      const { startTime, endTime } = readTimeWindow(params)
      const limit = readLimit(params, 100, 1000)
      const startMs = startTime ?? (endTime ?? clock.now()) - weekMs
      const newestFirst = startTime === undefined
      const rows = engine.getIncome(caller.accountId, {
        symbol,
        incomeType,
        startMs,
        endMs: endTime,
        ...(newestFirst ? {} : { limit }),
      })
      return (newestFirst ? rows.slice(-limit) : rows).map((row) => ({
        symbol: row.symbol,
        incomeType: row.incomeType,
        income: row.income,
        asset: row.asset,
        info: row.info,
        time: row.timeMs,
        tranId: row.transactionId,
        tradeId: row.tradeId,
      }))
    }),
  }
}

/** Whether an order was the exchange's own: a liquidation, or the other side of one. */
function isForced(clientOrderId: string, kind: 'LIQUIDATION' | 'ADL' | undefined): boolean {
  const isLiquidation = clientOrderId.startsWith('autoclose-')
  const isDeleveraging = clientOrderId.startsWith('adl_autoclose')
  return (isLiquidation && kind !== 'ADL') || (isDeleveraging && kind !== 'LIQUIDATION')
}
