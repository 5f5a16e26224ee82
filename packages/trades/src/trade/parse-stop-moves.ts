import { formatDecimal, ParameterError, type SymbolRules, toDecimal } from '@aster/core'

import { parseDistance } from './parse-distance.ts'
import type { BreakEvenOptions, TrailingOptions } from './trade-options.ts'
import type { BreakEvenPlan, TrailingPlan } from './trade-plan.ts'

/** What the exchange takes as `callbackRate`: percent, in steps of 0.1. */
const native = { least: '0.1', most: '5', step: '0.1' } as const

/**
 * Reads a trailing stop and decides who trails. Native where the exchange can do it; locally where the distance is out of
 * its range, where the symbol does not offer it, or where the order would outgrow what it protects: its quantity stays
 * while take-profits fill, which only `reduceOnly` (one-way mode, nobody else on the position) makes harmless.
 *
 * @throws {ParameterError} A distance that is not above 0, or not below 100 percent, or `native` where it does not fit.
 */
export function parseTrailing(
  options: TrailingOptions,
  context: {
    readonly rules: SymbolRules
    readonly quantity: string
    /** Others' size or take-profits in hedge mode: the quantity could close what is not ours. */
    readonly mustKeepQuantity: boolean
  },
): TrailingPlan {
  const { rules, quantity } = context
  const isAmount = options.callbackAmount !== undefined
  const callback = toDecimal(options.callbackAmount ?? options.callbackPercent)
  if (isAmount && callback.lte(0)) {
    throw refuse('trailing.callbackAmount', 'positive', callback.toFixed(), 'must be above 0')
  }
  if (!isAmount && (callback.lte(0) || callback.gte(100))) {
    throw refuse('trailing.callbackPercent', 'range', callback.toFixed(), 'must be above 0 and below 100 percent')
  }
  const largest = rules.marketMaxQuantity
  const misfit = !rules.orderTypes.includes('TRAILING_STOP_MARKET')
    ? `${rules.symbol} offers no trailing stops`
    : isAmount || callback.lt(native.least) || callback.gt(native.most) || !callback.modulo(native.step).isZero()
      ? `the exchange takes ${native.least} to ${native.most} percent in steps of ${native.step}`
      : largest.gt(0) && toDecimal(quantity).gt(largest)
        ? `it is more than one market order may carry`
        : context.mustKeepQuantity
          ? 'its quantity could close what is not ours'
          : undefined
  if (options.how === 'native' && misfit !== undefined) throw refuse('trailing.how', 'fits', 'native', misfit)
  return {
    callbackPercent: isAmount ? undefined : formatDecimal(callback),
    ...(isAmount ? { callbackAmount: formatDecimal(callback) } : {}),
    activation: options.activation === undefined ? undefined : parseDistance('trailing.activation', options.activation),
    how: options.how ?? (misfit === undefined ? 'native' : 'local'),
  }
}

/** @throws {ParameterError} No condition, a level that the ladder lacks, or a negative percent. */
export function parseBreakEven(options: BreakEvenOptions, levels: number): BreakEvenPlan {
  const { afterTakeProfit, atPercent, offsetPercent = 0, coverFees = true } = options
  if (afterTakeProfit === undefined && atPercent === undefined) {
    throw refuse('breakEven', 'required', 'absent', 'must have afterTakeProfit or atPercent')
  }
  if (
    afterTakeProfit !== undefined &&
    (!Number.isInteger(afterTakeProfit) || afterTakeProfit < 1 || afterTakeProfit > levels)
  ) {
    const message = `must be a level of the ladder, 1 to ${levels}`
    throw refuse('breakEven.afterTakeProfit', 'range', String(afterTakeProfit), message)
  }
  const offset = toDecimal(offsetPercent)
  if (offset.lt(0)) throw refuse('breakEven.offsetPercent', 'fromZero', offset.toFixed(), 'must not be below zero')
  if (atPercent !== undefined && toDecimal(atPercent).lte(offset)) {
    const message = 'must be above offsetPercent: the stop would fire at once'
    throw refuse('breakEven.atPercent', 'order', String(atPercent), message)
  }
  return {
    afterTakeProfit,
    atPercent: atPercent === undefined ? undefined : formatDecimal(toDecimal(atPercent)),
    offsetPercent: formatDecimal(offset),
    coverFees,
  }
}

const refuse = (field: string, rule: string, value: string, message: string): ParameterError =>
  new ParameterError('createTrade', [{ field, rule, value, message }])
