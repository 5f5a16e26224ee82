import type { Side } from '@aster/core'

/** `[price, quantity]`, decimal strings. A quantity of 0 in a change removes the level. */
export type RecordedLevel = readonly [price: string, quantity: string]

/** A change of the book: it joins on to the one whose `lastUpdateId` is this one's `previousUpdateId`. */
export interface RecordedDepth {
  readonly kind: 'depth'
  readonly symbol: string
  readonly firstUpdateId: number
  readonly lastUpdateId: number
  readonly previousUpdateId: number
  readonly eventTimeMs: number
  readonly transactionTimeMs: number
  readonly bids: readonly RecordedLevel[]
  readonly asks: readonly RecordedLevel[]
}

/** A whole book, as the REST endpoint gave it. It does not name its symbol. */
export interface RecordedSnapshot {
  readonly kind: 'snapshot'
  readonly lastUpdateId: number
  readonly eventTimeMs: number | undefined
  readonly transactionTimeMs: number | undefined
  readonly bids: readonly RecordedLevel[]
  readonly asks: readonly RecordedLevel[]
}

export interface RecordedBookTicker {
  readonly kind: 'bookTicker'
  readonly symbol: string
  readonly updateId: number
  readonly eventTimeMs: number
  readonly transactionTimeMs: number
  readonly bidPrice: string
  readonly bidQuantity: string
  readonly askPrice: string
  readonly askQuantity: string
}

/** One trade (`trade`), or several of one order at one price (`aggTrade`). */
export interface RecordedTrade {
  readonly kind: 'trade' | 'aggTrade'
  readonly symbol: string
  readonly tradeId: string
  readonly eventTimeMs: number
  readonly tradeTimeMs: number
  readonly price: string
  readonly quantity: string
  /** Who took: `SELL` when the buyer was the maker. */
  readonly takerSide: Side
  /** `MARKET` for a trade of the book; others (insurance fund, ADL) are none. Absent in most streams. */
  readonly origin: string | undefined
}

/** A frame of a stream that has no form of its own here. */
export interface RecordedOther {
  readonly kind: 'other'
  readonly stream: string | undefined
  readonly data: unknown
}

/** Text that is not JSON, or a known event with a field missing. Count these; do not trade on them. */
export interface MalformedFrame {
  readonly kind: 'malformed'
  readonly reason: string
}

export type RecordedFrame =
  | RecordedDepth
  | RecordedSnapshot
  | RecordedBookTicker
  | RecordedTrade
  | RecordedOther
  | MalformedFrame

/** Reads one frame of a market stream, combined (`{stream, data}`) or bare, or a depth snapshot. Never throws. */
export function parseFrame(text: string): RecordedFrame {
  let whole: unknown
  try {
    whole = JSON.parse(text)
  } catch {
    return { kind: 'malformed', reason: 'is not JSON' }
  }
  if (!isRecord(whole)) return { kind: 'malformed', reason: 'is not an object' }
  const stream = typeof whole['stream'] === 'string' ? whole['stream'] : undefined
  const data = stream === undefined ? whole : whole['data']
  if (!isRecord(data)) return { kind: 'other', stream, data }
  const event = data['e']
  if (event === 'depthUpdate') return parseDepth(data)
  if (event === 'bookTicker') return parseBookTicker(data)
  if (event === 'trade' || event === 'aggTrade') return parseTrade(event, data)
  if (event === undefined && 'lastUpdateId' in data && 'bids' in data) return parseSnapshot(data)
  return { kind: 'other', stream, data }
}

type Fields = Readonly<Record<string, unknown>>

function parseDepth(data: Fields): RecordedDepth | MalformedFrame {
  const { s: symbol, U: firstUpdateId, u: lastUpdateId, pu: previousUpdateId, E, T, b: bids, a: asks } = data
  if (!isText(symbol) || !isCount(firstUpdateId) || !isCount(lastUpdateId) || !isCount(previousUpdateId)) {
    return refuse('depthUpdate', 's, U, u or pu')
  }
  if (!isCount(E) || !isCount(T)) return refuse('depthUpdate', 'E or T')
  if (!isLevels(bids) || !isLevels(asks)) return refuse('depthUpdate', 'b or a')
  const times = { eventTimeMs: E, transactionTimeMs: T }
  return { kind: 'depth', symbol, firstUpdateId, lastUpdateId, previousUpdateId, ...times, bids, asks }
}

function parseSnapshot(data: Fields): RecordedSnapshot | MalformedFrame {
  const { lastUpdateId, bids, asks, E, T } = data
  if (!isCount(lastUpdateId) || !isLevels(bids) || !isLevels(asks))
    return refuse('snapshot', 'lastUpdateId, bids or asks')
  const eventTimeMs = isCount(E) ? E : undefined
  return { kind: 'snapshot', lastUpdateId, eventTimeMs, transactionTimeMs: isCount(T) ? T : undefined, bids, asks }
}

function parseBookTicker(data: Fields): RecordedBookTicker | MalformedFrame {
  const { s: symbol, u: updateId, E, T, b: bidPrice, B: bidQuantity, a: askPrice, A: askQuantity } = data
  if (!isText(symbol) || !isCount(updateId) || !isCount(E) || !isCount(T)) return refuse('bookTicker', 's, u, E or T')
  if (!isText(bidPrice) || !isText(bidQuantity) || !isText(askPrice) || !isText(askQuantity)) {
    return refuse('bookTicker', 'b, B, a or A')
  }
  const touch = { bidPrice, bidQuantity, askPrice, askQuantity }
  return { kind: 'bookTicker', symbol, updateId, eventTimeMs: E, transactionTimeMs: T, ...touch }
}

function parseTrade(kind: RecordedTrade['kind'], data: Fields): RecordedTrade | MalformedFrame {
  const { s: symbol, E, T, p: price, q: quantity, m: isBuyerMaker, X: origin } = data
  const id = kind === 'trade' ? data['t'] : data['a']
  if (!isText(symbol) || !isText(price) || !isText(quantity)) return refuse(kind, 's, p or q')
  if (!isCount(id) || !isCount(E) || !isCount(T)) return refuse(kind, 'the id, E or T')
  if (typeof isBuyerMaker !== 'boolean') return refuse(kind, 'm')
  return {
    kind,
    symbol,
    tradeId: String(id),
    eventTimeMs: E,
    tradeTimeMs: T,
    price,
    quantity,
    takerSide: isBuyerMaker ? 'SELL' : 'BUY',
    origin: isText(origin) ? origin : undefined,
  }
}

function refuse(event: string, fields: string): MalformedFrame {
  return { kind: 'malformed', reason: `${event} lacks ${fields}` }
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

function isLevels(value: unknown): value is readonly RecordedLevel[] {
  return Array.isArray(value) && value.every((level) => Array.isArray(level) && isText(level[0]) && isText(level[1]))
}
