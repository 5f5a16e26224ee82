import { formatDecimal, ParameterError, toDecimal } from '@aster/core'

import type { DecimalInput } from './trade-options.ts'
import type { Distance } from './trade-plan.ts'

/**
 * Reads a percent or a price, both above zero.
 *
 * @throws {ParameterError} Neither, or not above zero.
 */
export function parseDistance(
  field: string,
  input: { readonly percent: DecimalInput } | { readonly price: DecimalInput },
): Distance {
  const isPrice = 'price' in input
  const value = toDecimal(isPrice ? input.price : input.percent)
  if (value.lte(0)) {
    const message = `${isPrice ? 'price' : 'percent'} must be above zero`
    throw new ParameterError('createTrade', [{ field, rule: 'positive', value: formatDecimal(value), message }])
  }
  return isPrice ? { price: formatDecimal(value) } : { percent: formatDecimal(value) }
}
