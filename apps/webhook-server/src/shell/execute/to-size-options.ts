import type { SizeOptions } from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import type { SignalSize } from '../../core/signal.ts'

/** @throws {Refusal} 400: a share of a position sizes no entry. */
export function toSizeOptions({ unit, value }: SignalSize): SizeOptions {
  switch (unit) {
    case 'base':
      return { base: value }
    case 'quote':
      return { quote: value }
    case 'equityPercent':
      return { equityPercent: value }
    case 'risk':
      return { risk: value }
    case 'riskPercent':
      return { riskPercent: value }
    default:
      throw new Refusal(400, 'VALIDATION_ERROR', 'quantity_type percent_of_position is for exits')
  }
}
