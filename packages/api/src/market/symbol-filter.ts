import { z } from 'zod'

import { filterTypes } from '../enums.ts'
import { decimal, openText, whole } from '../schema/received.ts'

const fields = {
  filterType: openText(filterTypes),
  minPrice: decimal.optional(),
  maxPrice: decimal.optional(),
  tickSize: decimal.optional(),
  minQty: decimal.optional(),
  maxQty: decimal.optional(),
  stepSize: decimal.optional(),
  limit: whole.optional(),
  notional: decimal.optional(),
  multiplierUp: decimal.optional(),
  multiplierDown: decimal.optional(),
  multiplierDecimal: whole.optional(),
  ltMultiplierUp: decimal.optional(),
  ltMultiplierDown: decimal.optional(),
}

const anyFilter = z.object(fields)

/** One trading rule of a symbol. Which fields it has depends on `filterType`; an unknown filter passes. */
export type SymbolFilter = z.output<typeof anyFilter>

const { minPrice, maxPrice, tickSize, minQty, maxQty, stepSize, limit, notional } = fields
const { multiplierUp, multiplierDown, multiplierDecimal, ltMultiplierUp, ltMultiplierDown } = fields
const lot = { minQty, maxQty, stepSize }

// looked up by type: an answer has thousands of filters, and each has a quarter of the fields
const knownFilter = z.discriminatedUnion('filterType', [
  z.object({ filterType: z.literal('PRICE_FILTER'), minPrice, maxPrice, tickSize }),
  z.object({ filterType: z.literal(['LOT_SIZE', 'MARKET_LOT_SIZE']), ...lot }),
  z.object({ filterType: z.literal(['MAX_NUM_ORDERS', 'MAX_NUM_ALGO_ORDERS']), limit }),
  z.object({ filterType: z.literal('MIN_NOTIONAL'), notional }),
  z.object({
    filterType: z.literal('PERCENT_PRICE'),
    multiplierUp,
    multiplierDown,
    multiplierDecimal,
    ltMultiplierUp,
    ltMultiplierDown,
  }),
])

/** One trading rule of a symbol. */
export const symbolFilter: z.ZodType<SymbolFilter> = z.union([knownFilter, anyFilter])
