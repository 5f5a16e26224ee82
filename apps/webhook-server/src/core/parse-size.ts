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

const quantityNames = ['quantity', 'qty', 'contracts'] as const
const typeNames = ['quantity_type', 'quantityType'] as const

/** Whether a message names a size, well or not. */
export const hasSize = (fields: FieldReader): boolean =>
  [quantityNames, ...ownFields.map(([, names]) => names)].some((names) => fields.has(...names))

/** The size of a message: `quantity`, with a `quantity_type` when it is not in base asset, or a field of its own. */
export function parseSize(fields: FieldReader): SignalSize | undefined {
  const sizes = ownFields.flatMap(([unit, names]): SignalSize[] => {
    const value = fields.positive(...names)
    return value === undefined ? [] : [{ unit, value }]
  })
  const quantity = fields.positive(...quantityNames)
  const unit = fields.word(unitWords, ...typeNames)
  if (quantity !== undefined) sizes.push({ unit: unit ?? 'base', value: quantity })
  const typeName = fields.nameOf(...typeNames)
  if (typeName !== undefined && !fields.has(...quantityNames)) fields.complain(typeName, 'is there without a quantity')
  if (sizes.length > 1) {
    const names = [quantityNames, ...ownFields.map(([, own]) => own)].map((own) => fields.nameOf(...own))
    const [first = 'quantity', ...others] = names.filter((name) => name !== undefined)
    fields.complain(first, `and ${others.join(', ')} must be said once: in one unit`)
  }
  return sizes[0]
}
