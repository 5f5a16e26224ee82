import type { Open, PositionSide } from '@aster/core'

/** One position of the account. */
export interface PositionView {
  readonly symbol: string
  readonly positionSide: Open<PositionSide>
  /** Base asset, decimal, negative for shorts. */
  readonly quantity: string
  /** Quote asset; '0' when flat. */
  readonly entryPrice: string
  /** Quote asset, as last read; absent when there is none, or when the position has changed since. */
  readonly liquidationPrice?: string | undefined
  /** The exchange's time of the report. */
  readonly timeMs: number
}

export const positionKey = (symbol: string, positionSide: string): string => `${symbol}:${positionSide}`
