import { z } from 'zod'

import { decimal, id, timeMs } from '../schema/received.ts'

/** A public trade of the order book. */
export const tradeRow = z.object({
  id,
  price: decimal,
  qty: decimal,
  quoteQty: decimal,
  time: timeMs,
  /** True when the buyer rested on the book: the taker sold. */
  isBuyerMaker: z.boolean(),
})
