import { getHedgeEffect, isConditionalOrderType, type PositionSide, type Side } from '@aster/core'

import type { OrderTerms } from '../orders/order-terms.ts'

/** Whether an order waits to take risk off: a stop or conditional take-profit that can only shrink a position. */
export const isProtective = (terms: OrderTerms): boolean =>
  isConditionalOrderType(terms.type) && (terms.closePosition || terms.reduceOnly || closesInHedgeMode(terms))

const closesInHedgeMode = ({ side, positionSide }: OrderTerms): boolean =>
  getHedgeEffect(side as Side, positionSide as PositionSide) === 'close'
