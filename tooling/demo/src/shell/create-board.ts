import { type Clock, formatDecimal, toDecimal } from '@aster/core'
import type { Account, OrderView } from '@aster/trades'

import type { DemoSnapshot, EventLine, OrderSnapshot, PositionSnapshot, SymbolSnapshot } from '../core/demo-snapshot.ts'
import { summarizeTrades } from '../core/summarize-trades.ts'
import type { TradeRecord } from '../core/trade-record.ts'
import type { MarketWatch } from './watch-market.ts'

const keptEvents = 60

/** What the run has to show at any moment, for whoever looks. */
export interface Board {
  /** Set once the account is open; before, there is only the progress. */
  attach(account: Account, markets: ReadonlyMap<string, MarketWatch>): void
  /** Milliseconds since the run began. */
  readonly elapsedMs: () => number
  setPlace(text: string, pages: { readonly consoleUrl: string; readonly panelUrl: string } | undefined): void
  setPhase(symbol: string, phase: string): void
  setEnding(reason: string): void
  note(line: EventLine): void
  readonly add: (record: TradeRecord) => void
  readonly records: readonly TradeRecord[]
  readonly read: () => DemoSnapshot
}

export function createBoard(facts: {
  readonly clock: Clock
  readonly symbols: readonly string[]
  readonly durationMs: number
  readonly hide: (text: string) => string
}): Board {
  const startMs = facts.clock.monotonicMs()
  const elapsedMs = (): number => facts.clock.monotonicMs() - startMs
  let place = 'starting the exchange'
  let pages: { readonly consoleUrl: string; readonly panelUrl: string } | undefined
  const phases = new Map<string, string>()
  const events: EventLine[] = []
  const records: TradeRecord[] = []
  let ending: string | undefined
  let account: Account | undefined
  let markets: ReadonlyMap<string, MarketWatch> = new Map()

  const readSymbol = (symbol: string): SymbolSnapshot => {
    const touch = account?.prices.get(symbol)
    const orders = account?.orders.list((order) => order.terms?.symbol === symbol && isOpen(order)) ?? []
    return {
      symbol,
      quote: touch === undefined ? undefined : { bid: touch.bidPrice, ask: touch.askPrice },
      prices: markets.get(symbol)?.prices ?? [],
      phase: phases.get(symbol) ?? 'waits for the exchange',
      position: readPosition(account, symbol, orders),
      orders: orders.map(toOrderSnapshot),
    }
  }
  return {
    attach(openAccount, watches) {
      account = openAccount
      markets = watches
    },
    elapsedMs,
    setPlace(text, addresses) {
      place = text
      pages = addresses
    },
    setPhase: (symbol, phase) => void phases.set(symbol, phase),
    setEnding(reason) {
      ending = reason
    },
    note(line) {
      events.push(line)
      if (events.length > keptEvents) events.shift()
    },
    add: (record) => void records.push(record),
    records,
    read: () => ({
      place,
      consoleUrl: pages?.consoleUrl,
      panelUrl: pages?.panelUrl,
      alert: describeRisk(account, facts.hide),
      elapsedMs: elapsedMs(),
      durationMs: facts.durationMs,
      ending,
      symbols: facts.symbols.map(readSymbol),
      events,
      tally: summarizeTrades(records, { openOrders: 0, position: '0', unprotectedPositions: 0 }, 0),
    }),
  }
}

function describeRisk(account: Account | undefined, hide: (text: string) => string): string | undefined {
  if (account === undefined || account.risk.state === 'active') return undefined
  return `${account.risk.state.toUpperCase()}: ${hide(account.risk.reason)}`
}

const isOpen = (order: OrderView): boolean => order.state === 'open' || order.state === 'partlyFilled'
const isStop = (order: OrderView): boolean => order.terms?.type === 'STOP_MARKET'

function readPosition(
  account: Account | undefined,
  symbol: string,
  orders: readonly OrderView[],
): PositionSnapshot | undefined {
  const position = account?.getPosition(symbol, 'BOTH')
  const touch = account?.prices.get(symbol)
  if (position === undefined || touch === undefined) return undefined
  const quantity = toDecimal(position.quantity)
  if (quantity.isZero()) return undefined
  const midPrice = toDecimal(touch.bidPrice).plus(touch.askPrice).div(2)
  return {
    side: quantity.gt(0) ? 'BUY' : 'SELL',
    quantity: formatDecimal(quantity.abs()),
    entryPrice: formatDecimal(toDecimal(position.entryPrice).toDecimalPlaces(6)),
    unrealizedPnl: midPrice.minus(position.entryPrice).times(quantity).toFixed(2),
    hasStop: orders.some(isStop),
  }
}

function toOrderSnapshot(order: OrderView): OrderSnapshot {
  const { terms } = order
  return {
    side: terms?.side === 'SELL' ? 'SELL' : 'BUY',
    purpose: isStop(order) ? 'stop' : terms?.reduceOnly ? 'take-profit' : 'entry',
    price: (isStop(order) ? terms?.stopPrice : terms?.price) ?? '',
    quantity: terms?.quantity ?? '',
  }
}
