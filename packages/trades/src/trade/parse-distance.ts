import { formatDecimal, ParameterError, toDecimal } from '@aster/core'

import type { DistanceOptions } from './trade-options.ts'
import type { Distance } from './trade-plan.ts'

/**
 * Reads a percent, an amount or a price, each above zero.
 *
 * @throws {ParameterError} None of them, or not above zero.
 */
export function parseDistance(field: string, input: DistanceOptions): Distance {
  const name = 'price' in input ? 'price' : 'amount' in input ? 'amount' : 'percent'
  const value = toDecimal('price' in input ? input.price : 'amount' in input ? input.amount : input.percent)
  if (value.lte(0)) {
    const message = `${name} must be above zero`
    throw new ParameterError('createTrade', [{ field, rule: 'positive', value: formatDecimal(value), message }])
  }
  const text = formatDecimal(value)
  return name === 'price' ? { price: text } : name === 'amount' ? { amount: text } : { percent: text }
}
