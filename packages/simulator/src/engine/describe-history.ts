import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import { hasVanished } from './find-order.ts'
import { selectRange } from './history.ts'
import type { Market } from './market.ts'
import { formatMoney } from './money.ts'
import type { FillRecord, IncomeRecord } from './records.ts'
import { sideOf } from './side-sign.ts'
import type { FillView, HistoryRange, IncomeView, OrderView } from './types.ts'

/** Open and closed orders of a symbol, by order id. */
export function selectOrders(
  context: EngineContext,
  account: Account,
  market: Market,
  range: HistoryRange,
): OrderView[] {
  const orders = [...account.closedOrders.values(), ...account.openOrders.values()]
    .filter((order) => order.market === market && !hasVanished(context, order))
    .toSorted((a, b) => a.id - b.id)
  return selectRange(orders, range, { id: (order) => order.id, timeMs: (order) => order.timeMs }).map((order) =>
    order.snapshot(),
  )
}

export function selectFills(account: Account, market: Market, range: HistoryRange): FillView[] {
  const fills = [...account.fills].filter((fill) => fill.order.market === market)
  return selectRange(fills, range, { id: (fill) => fill.tradeId, timeMs: (fill) => fill.timeMs }).map(describeFill)
}

export function selectIncome(
  account: Account,
  range: HistoryRange & { readonly symbol?: string | undefined; readonly incomeType?: string | undefined },
): IncomeView[] {
  const rows = [...account.income].filter(
    (row) =>
      (range.symbol === undefined || row.instrument?.symbol === range.symbol) &&
      (range.incomeType === undefined || row.type === range.incomeType),
  )
  return selectRange(rows, range, { id: (row) => row.transactionId, timeMs: (row) => row.timeMs }).map(describeIncome)
}

function describeFill(fill: FillRecord): FillView {
  const { order, instrument } = fill
  return {
    symbol: instrument.symbol,
    tradeId: String(fill.tradeId),
    orderId: String(order.id),
    side: sideOf(order.sign),
    positionSide: order.draft.positionSide,
    price: instrument.rules.priceGrid.format(fill.ticks),
    quantity: instrument.rules.quantityGrid.format(fill.lots),
    quoteQuantity: formatMoney(fill.value),
    realizedPnl: formatMoney(fill.realized),
    commission: formatMoney(fill.commission),
    commissionAsset: instrument.marginAsset,
    maker: fill.maker,
    buyer: order.sign === 1,
    timeMs: fill.timeMs,
  }
}

function describeIncome(row: IncomeRecord): IncomeView {
  return {
    symbol: row.instrument?.symbol ?? '',
    incomeType: row.type,
    income: formatMoney(row.amount),
    asset: row.asset,
    info: row.info,
    timeMs: row.timeMs,
    transactionId: String(row.transactionId),
    tradeId: row.tradeId === undefined ? '' : String(row.tradeId),
  }
}
