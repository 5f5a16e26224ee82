import { ParameterError } from '@aster/core'

import type { Incident } from './incident.ts'

/**
 * Refuses incidents that name a symbol which is not traded: they would come to nothing, and whoever counts on them would
 * not notice. Accounts may open later, so they are looked up when their time comes.
 *
 * @throws {ParameterError} Names each by its place, `incidents.0.action.symbol`.
 */
export function checkIncidentSymbols(incidents: readonly Incident[], symbols: readonly string[]): void {
  const violations = incidents.flatMap(({ action }, index) => {
    const symbol = 'symbol' in action ? action.symbol : undefined
    if (symbol === undefined || symbols.includes(symbol)) return []
    const message = `is not traded here: ${symbols.join(', ')}`
    return [{ field: `incidents.${index}.action.symbol`, rule: 'symbol', value: symbol.slice(0, 60), message }]
  })
  if (violations.length > 0) throw new ParameterError('faults', violations)
}
