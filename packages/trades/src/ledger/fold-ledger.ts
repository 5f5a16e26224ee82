import { fillKey, mergeFill } from '../fills/fill.ts'
import type { FillFact, IncomeFact, LedgerFact } from './ledger-fact.ts'

/** Everything that is known, each thing once. What it adds up to does not depend on the order in which it came. */
export interface LedgerState {
  /** By symbol, order and trade id. */
  readonly fills: ReadonlyMap<string, FillFact>
  /** By type, transaction, trade, symbol and asset. */
  readonly income: ReadonlyMap<string, IncomeFact>
}

/** The same ledger, growing in place: its owner may see it change. */
export interface LedgerFold extends LedgerState {
  /** False when the fact was known, as it is. */
  add(fact: LedgerFact): boolean
}

export function createLedgerFold(): LedgerFold {
  const fills = new Map<string, FillFact>()
  const income = new Map<string, IncomeFact>()
  const addFill = (fact: FillFact): boolean => {
    const key = fillKey(fact.fill)
    const known = fills.get(key)
    if (known === undefined) {
      fills.set(key, fact)
      return true
    }
    const fill = mergeFill(known.fill, fact.fill)
    // an order of ours may have been taken for a stranger's before its owner was known
    const strategy = mergeStrategy(known.strategy, fact.strategy)
    if (fill === known.fill && strategy === known.strategy) return false
    fills.set(key, { kind: 'fill', strategy, fill })
    return true
  }
  return {
    fills,
    income,
    add(fact) {
      if (fact.kind === 'fill') return addFill(fact)
      const key = incomeKey(fact)
      if (income.has(key)) return false
      income.set(key, fact)
      return true
    },
  }
}

export const foreignStrategy = 'foreign'

function mergeStrategy(a: string, b: string): string {
  if (a === foreignStrategy) return b
  if (b === foreignStrategy) return a
  return a < b ? a : b
}

/** One transaction can have several rows: a fee in one asset, a profit in another. */
const incomeKey = ({ incomeType, transactionId, tradeId, symbol, asset }: IncomeFact): string =>
  `${incomeType}:${transactionId}:${tradeId ?? ''}:${symbol}:${asset}`
