import { Decimal, formatDecimal, toDecimal } from '@aster/core'

import type { Fill } from '../fills/fill.ts'
import type { TradeFacts } from './trade-facts.ts'

export interface ForeignSize {
  /** What others hold on our side of the position. Base asset. */
  readonly quantity: string
  /** Executions of others that closed what is ours, each with the part of it that did. */
  readonly closings: readonly Fill[]
}

/** Tells the size of others from ours. What they close is theirs first; only beyond that is it ours. */
export function readForeign({
  foreignFills,
  memory,
  plan,
}: Pick<TradeFacts, 'foreignFills' | 'memory' | 'plan'>): ForeignSize {
  let theirs = toDecimal(memory.foreignQuantity ?? '0')
  const closings: Fill[] = []
  for (const fill of foreignFills) {
    if (fill.side === plan.side) {
      theirs = theirs.plus(fill.quantity)
      continue
    }
    const known = Decimal.max(0, theirs)
    const ours = Decimal.max(0, toDecimal(fill.quantity).minus(known))
    theirs = theirs.minus(Decimal.min(known, fill.quantity))
    if (ours.gt(0)) closings.push({ ...fill, quantity: formatDecimal(ours) })
  }
  return { quantity: formatDecimal(Decimal.max(0, theirs)), closings }
}
