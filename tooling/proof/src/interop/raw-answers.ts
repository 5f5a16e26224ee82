import { z } from 'zod'

import type { SeenOrder, UserNote } from './foreign-trader.ts'

/** Answers of the exchange, as clients hand them on that do not translate them. Some turn decimals and ids into numbers. */
const decimal = z.union([z.string(), z.number()]).transform(Number)
const id = z.union([z.string(), z.number()]).transform(String)

const order = z
  .looseObject({ orderId: id, status: z.string(), executedQty: decimal.optional() })
  .transform((raw): SeenOrder => ({ id: raw.orderId, status: readStatus(raw.status), filled: raw.executedQty ?? 0 }))
const best = z.union([z.string(), z.number()]).transform(Number)
const level = z.tuple([best, best], z.unknown())

const statuses: Readonly<Record<string, SeenOrder['status']>> = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'filled',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
}

export const readStatus = (text: string): SeenOrder['status'] => statuses[text] ?? 'unknown'

export const readServerTime = (raw: unknown): number =>
  typeof raw === 'number' ? raw : z.looseObject({ serverTime: decimal }).parse(raw).serverTime

export const readSymbols = (raw: unknown): readonly string[] =>
  z
    .looseObject({ symbols: z.array(z.looseObject({ symbol: z.string() })) })
    .parse(raw)
    .symbols.map(({ symbol }) => symbol)

export function readBook(raw: unknown): { bid: number; ask: number } {
  const { bids, asks } = z.looseObject({ bids: z.array(level), asks: z.array(level) }).parse(raw)
  return { bid: bids[0]?.[0] ?? Number.NaN, ask: asks[0]?.[0] ?? Number.NaN }
}

export const readPrice = (raw: unknown): number => z.looseObject({ price: decimal }).parse(raw).price

export function readBalance(raw: unknown): number {
  const rows = z.array(z.looseObject({ asset: z.string(), balance: decimal })).parse(raw)
  return rows.find(({ asset }) => asset === 'USDT')?.balance ?? Number.NaN
}

export const readHedgeMode = (raw: unknown): boolean =>
  z.looseObject({ dualSidePosition: z.boolean() }).parse(raw).dualSidePosition

export const readOrder = (raw: unknown): SeenOrder => order.parse(raw)
export const readOrders = (raw: unknown): readonly SeenOrder[] => z.array(order).parse(raw)

/** An answer that says it was done: code 200, or what the call was about. An error inside a 200 answer is none. */
export function readDone(raw: unknown): void {
  const code = typeof raw === 'object' && raw !== null && 'code' in raw ? Number(raw.code) : 200
  if (code !== 200) throw new Error(`answered ${JSON.stringify(raw)}`)
}

export function readPosition(raw: unknown): number {
  const rows = z.array(z.looseObject({ symbol: z.string(), positionAmt: decimal })).parse(raw)
  return rows.filter(({ symbol }) => symbol === 'BTCUSDT').reduce((sum, { positionAmt }) => sum + positionAmt, 0)
}

export const readTrades = (raw: unknown): readonly { orderId: string; quantity: number }[] =>
  z
    .array(z.looseObject({ orderId: id, qty: decimal }))
    .parse(raw)
    .map(({ orderId, qty }) => ({ orderId, quantity: qty }))

export const readIncome = (raw: unknown): readonly { type: string; amount: number }[] =>
  z
    .array(z.looseObject({ incomeType: z.string(), income: decimal }))
    .parse(raw)
    .map(({ incomeType, income }) => ({ type: incomeType, amount: income }))

export const readListenKey = (raw: unknown): string =>
  typeof raw === 'string' ? raw : z.looseObject({ listenKey: z.string() }).parse(raw).listenKey

const userEvent = z.union([
  z.looseObject({ e: z.literal('ORDER_TRADE_UPDATE'), o: z.looseObject({ i: id, X: z.string() }) }),
  z.looseObject({ e: z.literal('ACCOUNT_UPDATE') }),
])

/** What a raw event of a user stream says; `undefined` for what the session does not ask about. */
export function readUserEvent(raw: unknown): UserNote | undefined {
  const parsed = userEvent.safeParse(raw)
  if (!parsed.success) return undefined
  const event = parsed.data
  if (event.e === 'ACCOUNT_UPDATE') return { kind: 'account' }
  const { o } = event as { o: { i: string; X: string } }
  return { kind: 'order', id: o.i, status: readStatus(o.X) }
}

/** Best prices out of a raw `bookTicker` event; `undefined` for anything else. */
export function readBookTicker(raw: unknown): { bid: number; ask: number } | undefined {
  const parsed = z.looseObject({ e: z.literal('bookTicker'), b: decimal, a: decimal }).safeParse(raw)
  return parsed.success ? { bid: parsed.data.b, ask: parsed.data.a } : undefined
}
