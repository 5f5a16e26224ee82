import { describeDistance } from '../core/describe-distance.ts'
import { findStops } from '../core/find-stops.ts'
import { renderTable } from '../core/render-table.ts'
import { trimDecimal } from '../core/trim-decimal.ts'
import type { Command } from '../shell/command.ts'
import { openLink } from '../shell/open-link.ts'

/** What the account has; weight 5. */
export const showBalances: Command = async (context) => {
  await using link = await openLink(context)
  const rows = (await link.rest.account.getBalance()).filter(({ balance }) => Number(balance) !== 0)
  const table = rows.map((row) => [
    row.asset,
    trimDecimal(row.balance),
    trimDecimal(row.availableBalance),
    trimDecimal(row.crossUnPnl),
  ])
  return { data: rows, text: renderTable(['asset', 'balance', 'available', 'open pnl'], table) }
}

/** Open positions with their protection; weight 5, and 40 for all orders or 1 a symbol. */
export const showPositions: Command = async (context) => {
  await using link = await openLink(context)
  const positions = (await link.rest.position.getPositionRisk()).filter(({ positionAmt }) => Number(positionAmt) !== 0)
  const orders = positions.length === 0 ? [] : await link.rest.trading.getOpenOrders()
  const rows = positions.map((position) => {
    return { ...position, ...findStops(position, orders) }
  })
  const table = rows.map((row) => [
    row.symbol,
    row.positionSide,
    trimDecimal(row.positionAmt),
    trimDecimal(row.entryPrice),
    trimDecimal(row.markPrice),
    trimDecimal(row.unRealizedProfit),
    Number(row.liquidationPrice) > 0 ? trimDecimal(row.liquidationPrice) : '',
    describeDistance(row.liquidationPrice, row.markPrice),
    row.isProtected ? 'yes' : 'NO STOP',
  ])
  const names = ['symbol', 'side', 'quantity', 'entry', 'mark', 'open pnl', 'liquidation', 'distance', 'stop']
  return { data: rows, text: renderTable(names, table) }
}

/** Open orders; weight 40, or 1 for one symbol. */
export const showOrders: Command = async (context) => {
  await using link = await openLink(context)
  const [one, ...more] = context.values.symbol
  const orders = await link.rest.trading.getOpenOrders(one !== undefined && more.length === 0 ? { symbol: one } : {})
  const wanted = context.values.symbol
  const rows = orders.filter(({ symbol }) => wanted.length === 0 || wanted.includes(symbol))
  const marks = new Map<string, string>()
  for (const symbol of new Set(rows.map((row) => row.symbol))) {
    marks.set(symbol, (await link.rest.market.getPremiumIndex({ symbol })).markPrice)
  }
  const table = rows.map((row) => {
    const price = Number(row.stopPrice) > 0 ? row.stopPrice : row.price
    const flags = `${row.reduceOnly ? ' reduce-only' : ''}${row.closePosition ? ' close' : ''}`
    return [
      row.symbol,
      row.side,
      `${row.type}${flags}`,
      trimDecimal(row.origQty),
      trimDecimal(price),
      describeDistance(price, marks.get(row.symbol)),
      trimDecimal(row.executedQty),
      row.clientOrderId,
    ]
  })
  return {
    data: rows,
    text: renderTable(['symbol', 'side', 'type', 'quantity', 'price', 'from mark', 'filled', 'id'], table),
  }
}

/** Commission rates; weight 20 a symbol. */
export const showFees: Command = async (context) => {
  await using link = await openLink(context)
  const symbols = context.values.symbol.length > 0 ? context.values.symbol : ['BTCUSDT']
  const rows = []
  for (const symbol of symbols) rows.push(await link.rest.account.getCommissionRate({ symbol }))
  const table = rows.map((row) => [
    row.symbol,
    trimDecimal(row.makerCommissionRate),
    trimDecimal(row.takerCommissionRate),
  ])
  return { data: rows, text: renderTable(['symbol', 'maker', 'taker'], table) }
}
