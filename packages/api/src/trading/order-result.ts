import {
  orderStatuses,
  orderTypes,
  pegPriceTypes,
  positionSides,
  selfTradePreventionModes,
  sides,
  timesInForce,
  workingTypes,
} from '@aster/core'
import { z } from 'zod'

import { compileOnUse } from '../schema/compile-on-use.ts'
import { bool, decimal, id, openText, timeMs } from '../schema/received.ts'

/** An order as every trading endpoint answers it. Quantities in base asset, prices and `cumQuote` in quote asset. */
export const order = compileOnUse(
  z.object({
    orderId: id,
    symbol: z.string(),
    status: openText(orderStatuses),
    clientOrderId: z.string(),
    price: decimal,
    /** Zero in an answer of type ACK, even when the order has filled already. */
    avgPrice: decimal,
    origQty: decimal,
    /** Zero in an answer of type ACK, even when the order has filled already. */
    executedQty: decimal,
    cumQuote: decimal,
    /** Only in answers of placing, changing and cancelling. */
    cumQty: decimal.optional(),
    timeInForce: openText(timesInForce),
    type: openText(orderTypes),
    /** The type before a trigger turned it into LIMIT or MARKET. */
    origType: openText(orderTypes),
    reduceOnly: bool,
    closePosition: bool,
    side: openText(sides),
    positionSide: openText(positionSides),
    /** Without meaning for TRAILING_STOP_MARKET. */
    stopPrice: decimal,
    workingType: openText(workingTypes),
    priceProtect: bool,
    activatePrice: decimal.nullish(),
    /** Callback rate in percent. */
    priceRate: decimal.nullish(),
    updateTime: timeMs,
    /** When it was placed; only in answers of queries. */
    time: timeMs.optional(),
    pegPriceType: openText(pegPriceTypes).nullish(),
    stpMode: openText(selfTradePreventionModes).nullish(),
  }),
)

export type Order = z.output<typeof order>
