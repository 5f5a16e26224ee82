import type { Open, OrderType, PositionSide, Side, TimeInForce, WorkingType } from '@aster/core'

/** What an order asks for. Decimal strings, plain, without trailing zeros. */
export interface OrderTerms {
  readonly symbol: string
  readonly side: Open<Side>
  readonly positionSide: Open<PositionSide>
  /** The type it was placed with; a triggered stop keeps it. */
  readonly type: Open<OrderType>
  readonly timeInForce: Open<TimeInForce> | undefined
  /** Base asset; '0' with `closePosition`. */
  readonly quantity: string
  /** '0' where the type has none. */
  readonly price: string
  /** '0' where the type has none. */
  readonly stopPrice: string
  readonly workingType: Open<WorkingType> | undefined
  readonly reduceOnly: boolean
  readonly closePosition: boolean
}
