import type { SymbolRules } from '@aster/core'

/** What a new list of symbols says about one of them. */
export type RulesChange =
  /** It is new, or can be traded now. */
  | { readonly kind: 'listed'; readonly symbol: string; readonly rules: SymbolRules }
  /** It is gone, or is being closed. `rules` are the last known. */
  | { readonly kind: 'delisted'; readonly symbol: string; readonly rules: SymbolRules }
  /** Limits, steps, types or the status are others. Orders that were made by the old rules may be refused. */
  | {
      readonly kind: 'changed'
      readonly symbol: string
      readonly rules: SymbolRules
      readonly before: SymbolRules
      readonly fields: readonly (keyof SymbolRules)[]
    }

// made from tickSize and stepSize
const derived = new Set<keyof SymbolRules>(['priceGrid', 'quantityGrid'])
const ending = new Set<string>(['PRE_SETTLE', 'SETTLING', 'CLOSE'])

const findFields = (before: SymbolRules, after: SymbolRules): (keyof SymbolRules)[] =>
  (Object.keys(after) as (keyof SymbolRules)[]).filter(
    (field) => !derived.has(field) && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )

/** Compares two lists of rules by symbol. A symbol of `unreadable` is neither gone nor new. */
export function compareRules(
  before: ReadonlyMap<string, SymbolRules>,
  after: ReadonlyMap<string, SymbolRules>,
  unreadable: ReadonlySet<string>,
): readonly RulesChange[] {
  const changes: RulesChange[] = []
  for (const [symbol, rules] of after) {
    const old = before.get(symbol)
    if (old === undefined) {
      changes.push({ kind: 'listed', symbol, rules })
      continue
    }
    const fields = findFields(old, rules)
    if (fields.length === 0) continue
    if (old.status === 'PENDING_TRADING' && rules.status === 'TRADING') changes.push({ kind: 'listed', symbol, rules })
    else if (!ending.has(old.status) && ending.has(rules.status)) changes.push({ kind: 'delisted', symbol, rules })
    else changes.push({ kind: 'changed', symbol, rules, before: old, fields })
  }
  for (const [symbol, rules] of before) {
    if (!after.has(symbol) && !unreadable.has(symbol)) changes.push({ kind: 'delisted', symbol, rules })
  }
  return changes
}
