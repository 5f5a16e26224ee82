import {
  computeAdlScore,
  computeBankruptcyPrice,
  computeFundingPayment,
  computeFundingRate,
  computeLiquidationPrice,
  computeMaintenanceMargin,
  computeMarginRatio,
  computeOrderCost,
} from '@aster/core'
import type { LeverageBracket, PositionView } from '@aster/simulator'

/** Everything that is under proof goes through here, so that bugs can be planted in it. */
export const marginFacade = {
  computeAdlScore,
  computeBankruptcyPrice,
  computeFundingPayment,
  computeFundingRate,
  computeLiquidationPrice,
  computeMaintenanceMargin,
  computeMarginRatio,
  computeOrderCost,
  /** The tiers that arithmetic and engine work with. */
  useBrackets: (brackets: readonly LeverageBracket[]): readonly LeverageBracket[] => brackets,
  /** What the other symbols of a cross account add. */
  useOthers: (others: Others): Others => others,
  /** The rate that the engine is told. */
  useFundingRate: (rate: number): number => rate,
  /** What the engine says of a position. */
  readPosition: (view: PositionView): PositionView => view,
}

export interface Others {
  readonly maintenance: number
  readonly unrealized: number
}

export type MarginFacade = typeof marginFacade
