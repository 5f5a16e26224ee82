import { Decimal, type SymbolRules, toDecimal } from '@aster/core'

import { type AuditedSymbol, createAuditedSymbol } from './audited-symbol.ts'
import { type OrderLine, parseExchangeLine, type RequestLine } from './exchange-line.ts'

/** What a run says of itself. */
export interface Claims {
  readonly trades: number
  readonly fills: number
  /** After fees, USDT. */
  readonly realizedPnl: string
}

/** Watches a run from the exchange's side. It shares no code with what it judges but decimals and symbol rules. */
export interface Audit {
  /** Takes one line of the exchange's event log. */
  readonly read: (line: string) => void
  /** Every violation, a sentence each, once the run has ended and made its claims. */
  finish(claims: Claims): readonly string[]
}

/** Rounding of average prices; anything more is a fill that somebody forgot. */
const moneyTolerance = '0.00001'

export function createAudit(rulesOf: (symbol: string) => SymbolRules): Audit {
  const violations: string[] = []
  const symbols = new Map<string, AuditedSymbol>()
  const placedIds = new Set<string>()
  let fills = 0
  let money = new Decimal(0)
  let lastMs = 0
  const report = (what: string): void => void violations.push(what)

  const find = (symbol: string): AuditedSymbol => {
    const known = symbols.get(symbol) ?? createAuditedSymbol(symbol, report)
    symbols.set(symbol, known)
    return known
  }
  const readOrder = (line: OrderLine): void => {
    if (line.fill !== undefined) {
      fills += 1
      money = money.plus(line.fill.realizedPnl).minus(line.fill.commission)
    }
    find(line.order.symbol).apply(line)
  }
  const readRequest = ({ method, path, params, status, timeMs }: RequestLine): void => {
    for (const symbol of symbols.values()) symbol.check(timeMs)
    if (method !== 'POST' || !path.endsWith('/order')) return
    for (const flaw of findBadNumbers(rulesOf(params['symbol'] ?? ''), params)) report(flaw)
    const id = params['newClientOrderId']
    if (id === undefined) report(`an order on ${params['symbol'] ?? '?'} has no client order id`)
    else if (placedIds.has(id)) report(`${id} was sent twice`)
    else if (status === 200) placedIds.add(id)
  }

  return {
    read(text) {
      const line = parseExchangeLine(text)
      if (line === undefined) return
      lastMs = line.timeMs
      if (line.kind === 'order') readOrder(line)
      else readRequest(line)
    },
    finish(claims) {
      let openings = 0
      for (const [name, symbol] of symbols) {
        symbol.check(lastMs)
        openings += symbol.openings
        if (!symbol.isFlat) report(`${name}: a position is left at the end`)
        for (const id of symbol.restingOrders) report(`${name}: ${id} rests at the end`)
      }
      if (openings !== claims.trades) report(`the exchange saw ${openings} positions, the run counted ${claims.trades}`)
      if (fills !== claims.fills) report(`the exchange saw ${fills} fills, the run counted ${claims.fills}`)
      if (money.minus(claims.realizedPnl).abs().gt(moneyTolerance)) {
        report(`the exchange booked ${money.toFixed()} USDT, the run counted ${claims.realizedPnl}`)
      }
      return violations
    },
  }
}

/** Prices and quantities that no exact arithmetic would have sent: an exponent, or something between two steps. */
function findBadNumbers(rules: SymbolRules, params: Readonly<Record<string, string>>): readonly string[] {
  const steps = [
    ['price', rules.tickSize],
    ['stopPrice', rules.tickSize],
    ['quantity', rules.stepSize],
  ] as const
  return steps.flatMap(([name, step]) => {
    const text = params[name]
    if (text === undefined) return []
    const isPlain = /^\d+(\.\d+)?$/.test(text)
    return isPlain && toDecimal(text).mod(step).isZero() ? [] : [`${rules.symbol}: ${name} ${text} is not on the step`]
  })
}
