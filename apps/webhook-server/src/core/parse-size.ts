import type { FieldReader } from './read-field.ts'
import type { SignalSize } from './signal.ts'

const unitWords: Readonly<Record<string, SignalSize['unit']>> = {
  fixed_quantity: 'base',
  base: 'base',
  dollar_amount: 'quote',
  quote: 'quote',
  usd: 'quote',
  percent_of_equity: 'equityPercent',
  equity_percent: 'equityPercent',
  percent_of_position: 'positionPercent',
  risk_dollar_amount: 'risk',
  risk: 'risk',
  risk_percent: 'riskPercent',
}

const ownFields: readonly (readonly [SignalSize['unit'], readonly string[]])[] = [
  ['quote', ['quote_quantity', 'quoteQuantity', 'notional']],
  ['equityPercent', ['equity_percent', 'equityPercent']],
  ['riskPercent', ['risk_percent', 'riskPercent']],
  ['risk', ['risk_amount', 'riskAmount']],
  ['positionPercent', ['position_percent', 'positionPercent']],
]

/** The size of a message: `quantity`, with a `quantity_type` when it is not in base asset, or a field of its own. */
export function parseSize(fields: FieldReader): SignalSize | undefined {
  const sizes = ownFields.flatMap(([unit, names]): SignalSize[] => {
    const value = fields.positive(...names)
    return value === undefined ? [] : [{ unit, value }]
  })
  const quantity = fields.positive('quantity', 'qty', 'contracts')
  const word = fields.text('quantity_type', 'quantityType')?.toLowerCase()
  const unit = word === undefined ? 'base' : unitWords[word]
  if (unit === undefined) {
    fields.complain('quantity_type', `must be one of ${Object.keys(unitWords).join(', ')}`)
    return undefined
  }
  if (quantity !== undefined) sizes.push({ unit, value: quantity })
  if (sizes.length > 1) fields.complain('quantity', 'must be said once: in one unit')
  return sizes[0]
}
