import type { Open, PositionSide } from '@aster/core'

/** One position of the account. */
export interface PositionView {
  readonly symbol: string
  readonly positionSide: Open<PositionSide>
  /** Base asset, decimal, negative for shorts. */
  readonly quantity: string
  /** Quote asset; '0' when flat. */
  readonly entryPrice: string
  /** The exchange's time of the report. */
  readonly timeMs: number
}

export const positionKey = (symbol: string, positionSide: string): string => `${symbol}:${positionSide}`
