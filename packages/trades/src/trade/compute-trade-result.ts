import { Decimal, formatDecimal, getSideSign, toDecimal } from '@aster/core'

import { sumFills } from '../orders/fold-order.ts'
import { priceStopNow } from './price-stop-now.ts'
import { readForeign } from './read-foreign.ts'
import { readTrade, sumOrders } from './read-trade.ts'
import type { TradeFacts } from './trade-facts.ts'
import type { ExitReason, TradeFill, TradeResult } from './trade-result.ts'

/** Counts a trade from its fills: what it paid and got, and what that cost. */
export function computeTradeResult(
  facts: TradeFacts,
  ending: {
    readonly state: TradeResult['state']
    /** The account closed before it was over. */
    readonly wasAbandoned: boolean
    /** Of the position, by the ledger. */
    readonly funding: string
    readonly endedMs: number
  },
): TradeResult {
  const { plan, rules, orders, memory } = facts
  const reading = readTrade(facts)
  const foreign = readForeign(facts).closings
  const fills: TradeFill[] = [
    ...orders.flatMap(({ role, view }) => view.fills.map((fill) => ({ ...fill, role }))),
    ...foreign.map((fill) => ({ ...fill, role: 'foreign' as const })),
  ].sort((a, b) => a.timeMs - b.timeMs)
  const ownExit = sumOrders(orders.filter((order) => order.role !== 'entry').map((order) => order.view))
  const foreignExit = sumFills(foreign)
  const exitQuantity = ownExit.quantity.plus(foreignExit.quantity)
  const exitValue = ownExit.quantity
    .times(ownExit.averagePrice)
    .plus(foreignExit.quantity.times(foreignExit.averagePrice))
  const exitAverage = exitQuantity.isZero() ? new Decimal(0) : exitValue.div(exitQuantity)
  const closed = Decimal.min(exitQuantity, reading.entryFilled)
  const gross = exitAverage.minus(reading.averageEntryPrice).times(closed).times(getSideSign(plan.side))
  const feesByAsset = sumFees(fills)
  const fees = feesByAsset[rules.quoteAsset] ?? '0'
  return {
    tradeId: plan.tradeId,
    symbol: plan.symbol,
    side: plan.side,
    state: ending.state,
    entry: { quantity: reading.entryFilled, averagePrice: reading.averageEntryPrice },
    exit: { quantity: formatDecimal(exitQuantity), averagePrice: roundMoney(exitAverage) },
    exitReason: decideExitReason(facts, ending),
    realizedPnl: roundMoney(gross.minus(fees)),
    funding: ending.funding,
    netPnl: roundMoney(gross.minus(fees).plus(ending.funding)),
    fees,
    feesByAsset,
    unprotectedMs: reading.unprotected.totalMs,
    longestUnprotectedMs: reading.unprotected.longestMs,
    fills,
    fillsComplete: orders.every(({ view }) => view.fillsComplete),
    closedUnseen: memory.closedUnseen,
    foreignQuantity: reading.foreignQuantity,
    refusal: memory.refusal,
    startedMs: memory.startedMs,
    endedMs: ending.endedMs,
  }
}

/** The cause is the order that took the last of the position, unless we closed it for a reason of our own. */
function decideExitReason(
  facts: TradeFacts,
  ending: { readonly state: TradeResult['state']; readonly wasAbandoned: boolean },
): ExitReason {
  const { orders, memory } = facts
  const { closing, refusal, closedUnseen } = memory
  if (ending.state === 'protected' || ending.wasAbandoned) return 'left'
  const filledBy = (role: string) =>
    orders.some((order) => order.role === role && toDecimal(order.view.filledQuantity).gt(0))
  if (!filledBy('entry')) {
    if (refusal !== undefined) return 'refused'
    return closing === 'manual' || closing === 'shutdown' ? closing : 'notFilled'
  }
  if (closedUnseen !== '0' || readForeign(facts).closings.length > 0) return 'elsewhere'
  if (closing !== undefined && filledBy('exit')) return closing
  if (filledBy('trailing')) return 'trailingStop'
  if (filledBy('stop')) return decideStopReason(facts)
  return filledBy('takeProfit') ? 'takeProfit' : (closing ?? 'elsewhere')
}

/** Which of the places of the stop it was that fired. */
function decideStopReason(facts: TradeFacts): ExitReason {
  const { price, reason } = priceStopNow(readTrade(facts), facts)
  const fired = facts.orders.filter(({ role, view }) => role === 'stop' && view.filledQuantity !== '0')
  return fired.some(({ view }) => view.terms?.stopPrice === price) ? reason : 'stop'
}

function sumFees(fills: readonly TradeFill[]): Readonly<Record<string, string>> {
  const sums = new Map<string, Decimal>()
  for (const { fee, feeAsset } of fills) {
    if (feeAsset !== undefined) sums.set(feeAsset, (sums.get(feeAsset) ?? new Decimal(0)).plus(fee))
  }
  return Object.fromEntries([...sums].map(([asset, sum]) => [asset, formatDecimal(sum)]))
}

const roundMoney = (value: Decimal): string => formatDecimal(value.toDecimalPlaces(8))
