import type { TradePlan } from './trade-plan.ts'

/** The position side that an order of a trade names: none in one-way mode. */
export const hedgeSide = ({ positionSide }: TradePlan): { readonly positionSide?: 'LONG' | 'SHORT' } =>
  positionSide === 'BOTH' ? {} : { positionSide }
