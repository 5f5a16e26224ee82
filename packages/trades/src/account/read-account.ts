import { formatDecimal, type PositionSide, toDecimal } from '@aster/core'
import type { RestClient } from '@aster/rest'

import { fillFromTrade } from '../fills/fill-from-trade.ts'
import { evidenceFromOrder } from '../orders/evidence-from-order.ts'
import { isLive, isWorking } from '../orders/evidence.ts'
import type { OrderTracker } from '../orders/order-tracker.ts'
import type { OrderView } from '../orders/order-view.ts'
import { queryOrder } from '../orders/query-order.ts'
import type { PositionView } from '../positions/position-view.ts'
import type { AccountBook } from './account-book.ts'

/** An answer that takes longer is asked for again: what waits for it, such as an orphaned stop, must not. */
const answerMs = 2_000
/** A page of executions is long. */
const pageAnswerMs = 5_000

/** What reading an account needs. */
export interface ReadParts {
  readonly rest: RestClient
  readonly tracker: OrderTracker
  readonly book: AccountBook
  readonly symbols: readonly string[]
  readonly signal: AbortSignal
  readonly exchangeNow: () => number
  readonly owns: (clientOrderId: string) => boolean
}

/** Reads the positions of the symbols, or of one; weight 5. What is read counts as of the moment of asking. */
export async function readPositions(parts: ReadParts, symbol?: string): Promise<void> {
  const timeMs = parts.exchangeNow()
  const rows = await parts.rest.position.getPositionRisk(symbol === undefined ? {} : { symbol }, {
    signal: parts.signal,
    timeoutMs: answerMs,
  })
  parts.book.applyPositions(
    rows
      .filter((row) => parts.symbols.includes(row.symbol))
      .map((row) => ({
        symbol: row.symbol,
        positionSide: row.positionSide,
        quantity: formatDecimal(toDecimal(row.positionAmt)),
        entryPrice: formatDecimal(toDecimal(row.entryPrice)),
        liquidationPrice: readLiquidation(row.liquidationPrice),
        timeMs,
      })),
  )
}

/** The exchange writes 0 where there is none. */
function readLiquidation(text: string | undefined): string | undefined {
  const price = toDecimal(text ?? '0')
  return price.gt(0) ? formatDecimal(price) : undefined
}

/**
 * Reads one position; weight 5. Stops and exits hang on it: unless told otherwise it goes out as they do, out of what the
 * budget keeps for them.
 */
export async function readPosition(
  parts: ReadParts,
  symbol: string,
  positionSide: PositionSide,
  { lane = 'close' }: { readonly lane?: 'close' | 'read' } = {},
): Promise<PositionView> {
  const timeMs = parts.exchangeNow()
  const options = { signal: parts.signal, timeoutMs: answerMs, lane }
  const rows = await parts.rest.position.getPositionRisk({ symbol }, options)
  const row = rows.find((other) => other.symbol === symbol && other.positionSide === positionSide)
  const position = {
    symbol,
    positionSide,
    quantity: formatDecimal(toDecimal(row?.positionAmt ?? '0')),
    entryPrice: formatDecimal(toDecimal(row?.entryPrice ?? '0')),
    liquidationPrice: readLiquidation(row?.liquidationPrice),
    timeMs,
  }
  parts.book.applyPositions([position])
  return position
}

/** Reads the balances; weight 5. */
export async function readBalances({ rest, book, signal }: ReadParts): Promise<void> {
  const rows = await rest.account.getBalance({}, { signal })
  book.applyBalances(
    rows.map((row) => ({
      asset: row.asset,
      walletBalance: formatDecimal(toDecimal(row.balance)),
      crossWalletBalance: formatDecimal(toDecimal(row.crossWalletBalance)),
      availableBalance: formatDecimal(toDecimal(row.availableBalance)),
      timeMs: row.updateTime,
    })),
  )
}

/** Reads the open orders of a symbol, ours and those of others; weight 1. Exits wait for it: it goes out as they do. */
export async function readOpenOrders(parts: ReadParts, symbol: string): Promise<readonly OrderView[]> {
  const options = { signal: parts.signal, timeoutMs: answerMs, lane: 'close' } as const
  const rows = await parts.rest.trading.getOpenOrders({ symbol }, options)
  return rows.map((row) => parts.tracker.apply(evidenceFromOrder(row, 'query')))
}

/** Looks up each order of ours that we believe to live and that the exchange did not list; weight 1 an order. */
export async function readMissingOrders(parts: ReadParts, listed: ReadonlySet<string>): Promise<void> {
  const missing = parts.tracker.list(
    (view) => parts.owns(view.clientOrderId) && isLive(view.state) && !listed.has(view.clientOrderId),
  )
  for (const view of missing) {
    const symbol = view.terms?.symbol
    if (symbol !== undefined) await queryOrder(parts, view.clientOrderId, { symbol, signal: parts.signal })
  }
}

/**
 * Looks whether the acknowledged orders of a symbol still stand: the open orders, weight 1, and each order of ours that is
 * missing there, weight 1 an order.
 */
export async function lookAtOrders(parts: ReadParts, symbol: string): Promise<void> {
  const stood = parts.tracker.list(
    (view) => parts.owns(view.clientOrderId) && isWorking(view.state) && view.terms?.symbol === symbol,
  )
  if (stood.length === 0) return
  const listed = new Set((await readOpenOrders(parts, symbol)).map((view) => view.clientOrderId))
  for (const { clientOrderId } of stood) {
    if (!listed.has(clientOrderId)) await queryOrder(parts, clientOrderId, { symbol, signal: parts.signal })
  }
}

const pageSize = 1_000

/** Reads the executions of a symbol since a time of the exchange; weight 5 a page of 1,000. */
export async function readFills(parts: ReadParts, symbol: string, sinceMs: number): Promise<void> {
  let page = await parts.rest.account.getUserTrades(
    { symbol, startTime: Math.max(0, Math.floor(sinceMs)), limit: pageSize },
    { signal: parts.signal, timeoutMs: pageAnswerMs },
  )
  while (true) {
    for (const trade of page) parts.tracker.applyFill(fillFromTrade(trade))
    const last = page.at(-1)
    if (page.length < pageSize || last === undefined) return
    const fromId = String(BigInt(last.id) + 1n)
    page = await parts.rest.account.getUserTrades(
      { symbol, fromId, limit: pageSize },
      { signal: parts.signal, timeoutMs: pageAnswerMs },
    )
  }
}
