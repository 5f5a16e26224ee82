import type { DecimalGrid } from '../decimal/decimal-grid.ts'
import type { Decimal } from '../decimal/decimal.ts'
import type { ContractStatus, Open, OrderType, TimeInForce } from '../domain/order-words.ts'

/**
 * What the exchange allows on one symbol, read from exchangeInfo. Prices in quote asset, quantities in base asset. A limit of 0 is
 * switched off, as on the exchange.
 */
export interface SymbolRules {
  readonly symbol: string
  readonly status: Open<ContractStatus>
  readonly contractType: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly marginAsset: string

  /** Smallest price step: 0.1, 0.05, 0.25, 5. Not to be confused with {@link pricePrecision}. */
  readonly tickSize: Decimal
  readonly minPrice: Decimal
  readonly maxPrice: Decimal
  /** Smallest quantity step, from LOT_SIZE. */
  readonly stepSize: Decimal
  readonly minQuantity: Decimal
  readonly maxQuantity: Decimal
  /** The limits of MARKET orders, from MARKET_LOT_SIZE; LOT_SIZE holds for them as well. */
  readonly marketStepSize: Decimal
  readonly marketMinQuantity: Decimal
  readonly marketMaxQuantity: Decimal
  /** Smallest price x quantity of an order that opens. */
  readonly minNotional: Decimal

  /** A buy may not cost more than mark price x this. `undefined`: no limit. */
  readonly multiplierUp: Decimal | undefined
  /** A sell may not ask less than mark price x this. */
  readonly multiplierDown: Decimal | undefined
  /** Open orders of the account on the symbol, conditional ones included. `undefined`: no limit. */
  readonly maxOrders: number | undefined
  /** Open conditional orders of the account on the symbol. */
  readonly maxAlgoOrders: number | undefined

  /** Largest |mark - last| / mark at which a `priceProtect` order fires. */
  readonly triggerProtect: Decimal | undefined
  /** How far from the mark price a market order may walk, as a fraction. */
  readonly marketTakeBound: Decimal | undefined
  /** Charged on liquidation, as a fraction of the notional. */
  readonly liquidationFee: Decimal | undefined

  readonly orderTypes: readonly Open<OrderType>[]
  readonly timesInForce: readonly Open<TimeInForce>[]
  /** Most decimals that a price may have at all. It is not the tick; never round by it. */
  readonly pricePrecision: number
  readonly quantityPrecision: number

  /** Prices as whole ticks, without Decimal: for books. */
  readonly priceGrid: DecimalGrid
  /** Quantities as whole lots of `stepSize`. */
  readonly quantityGrid: DecimalGrid
}
