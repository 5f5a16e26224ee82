import { Decimal, floorQuantity, formatDecimal, type SymbolRules, toDecimal } from '@aster/core'

import { priceTakeProfit } from './price-exits.ts'
import type { TradePlan } from './trade-plan.ts'

/** What should rest at one level of the ladder, fills included. */
export interface TakeProfitTarget {
  /** Place in the plan's ladder, from 0. */
  readonly level: number
  readonly price: string
  readonly quantity: string
}

export interface TakeProfitLadder {
  readonly targets: readonly TakeProfitTarget[]
  /** Levels that were too small to stand alone and went into a neighbour. */
  readonly merged: readonly number[]
  /** True when the whole quantity is too small for any take-profit; the stop closes it. */
  readonly tooSmall: boolean
}

/**
 * Shares what has filled among the levels: each floored to the step, the last takes the remainder, so that the sum is
 * exactly what has filled. A level below the minimum quantity or notional goes into the next one, the last into the one
 * before. While the entry still works, each level gets only its floored share: more fills only ever add to it.
 */
export function planTakeProfits(
  rules: SymbolRules,
  plan: Pick<TradePlan, 'side' | 'positionSide' | 'takeProfits'>,
  fills: { readonly quantity: string; readonly averagePrice: string; readonly complete: boolean },
): TakeProfitLadder {
  const filled = toDecimal(fills.quantity)
  if (plan.takeProfits.length === 0 || filled.lte(0)) return { targets: [], merged: [], tooSmall: false }
  const shares = plan.takeProfits.map(({ distance, fraction }, level) => ({
    level,
    price: priceTakeProfit(rules, plan.side, fills.averagePrice, distance),
    quantity: toDecimal(floorQuantity(rules, filled.times(Decimal.min(fraction, 1)))),
  }))
  return fills.complete
    ? mergeSmall(rules, giveRemainderToLast(shares, filled), plan.positionSide === 'BOTH')
    : { targets: shares.filter((share) => !isTooSmall(rules, share)).map(toTarget), merged: [], tooSmall: false }
}

interface Share {
  readonly level: number
  readonly price: string
  readonly quantity: Decimal
}

function giveRemainderToLast(shares: readonly Share[], filled: Decimal): readonly Share[] {
  const result: Share[] = []
  let left = filled
  for (const [index, share] of shares.entries()) {
    const quantity = index === shares.length - 1 ? left : Decimal.min(share.quantity, left)
    left = left.minus(quantity)
    result.push({ ...share, quantity })
  }
  return result
}

function mergeSmall(rules: SymbolRules, shares: readonly Share[], exempt: boolean): TakeProfitLadder {
  const kept: Share[] = []
  const merged: number[] = []
  let carried = new Decimal(0)
  for (const share of shares) {
    const whole = { ...share, quantity: share.quantity.plus(carried) }
    if (isTooSmall(rules, whole)) {
      carried = whole.quantity
      merged.push(share.level)
    } else {
      carried = new Decimal(0)
      kept.push(whole)
    }
  }
  const last = kept.at(-1)
  if (last !== undefined) {
    return {
      targets: [...kept.slice(0, -1), { ...last, quantity: last.quantity.plus(carried) }].map(toTarget),
      merged,
      tooSmall: false,
    }
  }
  // not one level can stand alone: all of it at the nearest, where reduce-only exempts it from the minimum notional
  const first = shares[0]
  if (first === undefined || !exempt || carried.lt(rules.minQuantity)) return { targets: [], merged, tooSmall: true }
  return { targets: [toTarget({ ...first, quantity: carried })], merged: merged.slice(1), tooSmall: false }
}

const isTooSmall = (rules: SymbolRules, share: Share): boolean =>
  share.quantity.lte(0) ||
  share.quantity.lt(rules.minQuantity) ||
  share.quantity.times(share.price).lt(rules.minNotional)

const toTarget = (share: Share): TakeProfitTarget => ({ ...share, quantity: formatDecimal(share.quantity) })
