import { findStops } from '../core/find-stops.ts'
import { renderTable } from '../core/render-table.ts'
import type { Command } from '../shell/command.ts'
import { openLink } from '../shell/open-link.ts'

const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
const showTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
const percentFrom = (price: number, mark: number): string =>
  price > 0 && mark > 0 ? `${((price / mark - 1) * 100).toFixed(2)}%` : ''

/** What the account has; weight 5. */
export const showBalances: Command = async (context) => {
  await using link = await openLink(context)
  const rows = (await link.rest.account.getBalance()).filter(({ balance }) => Number(balance) !== 0)
  const table = rows.map((row) => [row.asset, trim(row.balance), trim(row.availableBalance), trim(row.crossUnPnl)])
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
    trim(row.positionAmt),
    trim(row.entryPrice),
    trim(row.markPrice),
    trim(row.unRealizedProfit),
    Number(row.liquidationPrice) > 0 ? trim(row.liquidationPrice) : '',
    percentFrom(Number(row.liquidationPrice), Number(row.markPrice)),
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
  const marks = new Map<string, number>()
  for (const symbol of new Set(rows.map((row) => row.symbol))) {
    marks.set(symbol, Number((await link.rest.market.getPremiumIndex({ symbol })).markPrice))
  }
  const table = rows.map((row) => {
    const price = Number(row.stopPrice) > 0 ? row.stopPrice : row.price
    const flags = `${row.reduceOnly ? ' reduce-only' : ''}${row.closePosition ? ' close' : ''}`
    return [
      row.symbol,
      row.side,
      `${row.type}${flags}`,
      trim(row.origQty),
      trim(price),
      percentFrom(Number(price), marks.get(row.symbol) ?? 0),
      trim(row.executedQty),
      row.clientOrderId,
    ]
  })
  return {
    data: rows,
    text: renderTable(['symbol', 'side', 'type', 'quantity', 'price', 'from mark', 'filled', 'id'], table),
  }
}

async function readTrades(context: Parameters<Command>[0]) {
  await using link = await openLink(context)
  const { settings, values } = context
  const days = Number(values.days ?? '1')
  if (!(days > 0 && days <= 7)) throw settings.refuse('days', 'must be above 0 and at most 7')
  const startTime = Math.floor(link.now() - days * 86_400_000)
  const symbols = values.symbol.length > 0 ? values.symbol : await listTradedSymbols(link.rest, startTime)
  const rows = []
  for (const symbol of symbols)
    rows.push(...(await link.rest.account.getUserTrades({ symbol, startTime, limit: 1_000 })))
  return rows.toSorted((a, b) => a.time - b.time)
}

/** Those with any income since then: fees show every symbol that was traded. */
async function listTradedSymbols(
  rest: Awaited<ReturnType<typeof openLink>>['rest'],
  startTime: number,
): Promise<string[]> {
  const income = await rest.account.getIncome({ startTime, limit: 1_000 })
  return [...new Set(income.map(({ symbol }) => symbol))].filter((symbol) => symbol !== '')
}

/** Executions; weight 5 a symbol. */
export const showTrades: Command = async (context) => {
  const rows = await readTrades(context)
  const table = rows.map((row) => [
    showTime(row.time),
    row.symbol,
    row.side,
    trim(row.qty),
    trim(row.price),
    trim(row.realizedPnl),
    `${trim(row.commission)} ${row.commissionAsset}`,
    row.maker ? 'maker' : 'taker',
  ])
  return {
    data: rows,
    text: renderTable(['time (UTC)', 'symbol', 'side', 'quantity', 'price', 'pnl', 'fee', 'as'], table),
  }
}

/** Volume by symbol, with the part that was made; weight 5 a symbol. */
export const showVolume: Command = async (context) => {
  const rows = await readTrades(context)
  const totals = new Map<string, { trades: number; volume: number; maker: number; fees: number }>()
  for (const row of rows) {
    const total = totals.get(row.symbol) ?? { trades: 0, volume: 0, maker: 0, fees: 0 }
    const volume = Number(row.price) * Number(row.qty)
    total.trades += 1
    total.volume += volume
    total.maker += row.maker ? volume : 0
    total.fees -= Number(row.commission)
    totals.set(row.symbol, total)
  }
  const data = [...totals].map(([symbol, total]) => ({ symbol, ...total }))
  const table = data.map(({ symbol, trades, volume, maker, fees }) => [
    symbol,
    String(trades),
    volume.toFixed(2),
    `${((maker / volume) * 100).toFixed(1)}%`,
    fees.toFixed(4),
  ])
  return { data, text: renderTable(['symbol', 'trades', 'volume', 'made', 'fees'], table) }
}

/** Commission rates; weight 20 a symbol. */
export const showFees: Command = async (context) => {
  await using link = await openLink(context)
  const symbols = context.values.symbol.length > 0 ? context.values.symbol : ['BTCUSDT']
  const rows = []
  for (const symbol of symbols) rows.push(await link.rest.account.getCommissionRate({ symbol }))
  const table = rows.map((row) => [row.symbol, trim(row.makerCommissionRate), trim(row.takerCommissionRate)])
  return { data: rows, text: renderTable(['symbol', 'maker', 'taker'], table) }
}
