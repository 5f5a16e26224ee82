import { computeOrderCost, toDecimal } from '@aster/core'

import type { Plant } from '../proof.ts'
import type { MarginFacade } from './margin-facade.ts'

/** Mistakes that clients and simulators have made with margin. */
export const positionPlants: readonly Plant[] = [
  {
    name: 'no-cumulative',
    meaning: 'Maintenance margin is notional times rate, without the cumulative of the bracket.',
  },
  { name: 'bracket-at-entry', meaning: 'The liquidation price is taken in the bracket of the entry price.' },
  { name: 'one-symbol-only', meaning: 'A cross liquidation price forgets what the other symbols need and have.' },
  { name: 'margin-at-entry', meaning: 'Initial margin follows the entry price instead of the mark price.' },
  { name: 'no-open-loss', meaning: 'The cost of an order leaves out the loss it would start with.' },
  { name: 'longs-are-paid', meaning: 'Longs receive funding at a positive rate.' },
  { name: 'uncapped-funding', meaning: 'The funding rate goes beyond the cap of the symbol.' },
]

/** Builds a bug in; nothing when none is asked for. */
export function plantPositionBug(facade: MarginFacade, plant: string | undefined): MarginFacade {
  switch (plant) {
    case 'no-cumulative':
      return { ...facade, useBrackets: (brackets) => brackets.map((bracket) => ({ ...bracket, cum: 0 })) }
    case 'bracket-at-entry':
      return { ...facade, computeLiquidationPrice: (state) => facade.computeLiquidationPrice(atEntry(state)) }
    case 'one-symbol-only':
      return { ...facade, useOthers: () => ({ maintenance: 0, unrealized: 0 }) }
    case 'margin-at-entry':
      return {
        ...facade,
        readPosition: (view) => ({
          ...view,
          positionInitialMargin: toDecimal(view.quantity)
            .abs()
            .times(view.entryPrice)
            .dividedBy(view.leverage)
            .toFixed(),
        }),
      }
    case 'no-open-loss':
      return {
        ...facade,
        computeOrderCost: (order) => computeOrderCost({ ...order, markPrice: order.price }),
      }
    case 'longs-are-paid':
      return { ...facade, useFundingRate: (rate) => -rate }
    case 'uncapped-funding':
      return { ...facade, computeFundingRate: ({ cap: _cap, ...state }) => facade.computeFundingRate(state) }
    default:
      return facade
  }
}

type LiquidationState = Parameters<MarginFacade['computeLiquidationPrice']>[0]

function atEntry(state: LiquidationState): LiquidationState {
  const [leg] = state.legs
  const notional = leg === undefined ? toDecimal(0) : toDecimal(leg.quantity).times(leg.entryPrice).abs()
  const own = state.brackets.find(({ notionalCap }) => notional.lessThanOrEqualTo(notionalCap))
  return { ...state, brackets: own === undefined ? state.brackets : [own] }
}
