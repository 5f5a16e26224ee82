/** A switch of an order: the exchange takes the text, programs write the boolean. */
export type OrderSwitch = boolean | 'true' | 'false' | (string & {})

/**
 * The parameters of one new order under the exchange's names, every number as plain decimal text. What is absent is not sent; a
 * switch that is `false` is sent.
 *
 * @see Aster futures API v3, "New Order"
 */
export interface OrderParameters {
  readonly symbol: string
  readonly side: string
  readonly type: string
  readonly positionSide?: string | undefined
  readonly timeInForce?: string | undefined
  /** Base asset. */
  readonly quantity?: string | undefined
  readonly price?: string | undefined
  /** The trigger of STOP, TAKE_PROFIT and their market forms. */
  readonly stopPrice?: string | undefined
  readonly reduceOnly?: OrderSwitch | undefined
  readonly closePosition?: OrderSwitch | undefined
  readonly activationPrice?: string | undefined
  /** Percent: `'1'` is 1 %. */
  readonly callbackRate?: string | undefined
  readonly workingType?: string | undefined
  readonly priceProtect?: OrderSwitch | undefined
  readonly newClientOrderId?: string | undefined
  readonly newOrderRespType?: string | undefined
  readonly stpMode?: string | undefined
  readonly pegPriceType?: string | undefined
  readonly pegOffset?: string | undefined
  readonly builder?: string | undefined
  readonly feeRate?: string | undefined
}

export type OrderParameterName = keyof OrderParameters

/** What is known around the order. Rules that need what is not given are not checked. */
export interface OrderContext {
  readonly markPrice?: string | undefined
  readonly lastPrice?: string | undefined
  /** Our open orders on the symbol, conditional ones included. */
  readonly openOrders?: number | undefined
  /** Our open conditional orders on the symbol. */
  readonly openAlgoOrders?: number | undefined
  /** Signed position in base asset that the order belongs to; in hedge mode that of its position side. */
  readonly positionQuantity?: string | undefined
  /** The account's position mode. */
  readonly hedgeMode?: boolean | undefined
  /** True for an element of a batch, which has narrower rules. */
  readonly batch?: boolean | undefined
}

export function isSwitchedOn(value: OrderSwitch | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}
