import { contractStatuses, orderTypes, timesInForce } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { rateLimitIntervals, rateLimitTypes } from '../enums.ts'
import { compileOnUse } from '../schema/compile-on-use.ts'
import { decimal, openText, timeMs, whole } from '../schema/received.ts'
import { noParams } from '../schema/sent.ts'
import { symbolFilter } from './symbol-filter.ts'

const symbolInfo = z.object({
  symbol: z.string(),
  pair: z.string(),
  /** Empty while the symbol is pending. */
  contractType: z.string(),
  deliveryDate: timeMs,
  onboardDate: timeMs,
  status: openText(contractStatuses),
  /** In percent. Not the real tiers: those come from the leverage brackets. */
  maintMarginPercent: decimal,
  requiredMarginPercent: decimal,
  baseAsset: z.string(),
  quoteAsset: z.string(),
  marginAsset: z.string(),
  /** Largest number of decimals accepted at all; never the tick. */
  pricePrecision: whole,
  quantityPrecision: whole,
  baseAssetPrecision: whole,
  quotePrecision: whole,
  underlyingType: z.string(),
  underlyingSubType: z.array(z.string()),
  settlePlan: whole,
  triggerProtect: decimal,
  liquidationFee: decimal,
  marketTakeBound: decimal,
  filters: z.array(symbolFilter),
  orderTypes: z.array(openText(orderTypes)),
  timeInForce: z.array(openText(timesInForce)),
  // seen live, not documented
  symbolType: whole.optional(),
  tradingMode: whole.optional(),
  name: z.string().optional(),
  channel: z.string().optional(),
  sequenceNo: whole.optional(),
  twapMinNotional: decimal.optional(),
  createTime: timeMs.optional(),
  imn: decimal.optional(),
  tags: z.array(z.string()).optional(),
})

export const exchangeInfoEndpoint = defineEndpoint({
  name: 'getExchangeInfo',
  group: 'market',
  method: 'GET',
  path: { v3: '/fapi/v3/exchangeInfo', v1: '/fapi/v1/exchangeInfo' },
  access: 'public',
  effect: 'read',
  weight: 1,
  params: noParams,
  result: compileOnUse(
    z.object({
      timezone: z.string(),
      serverTime: timeMs,
      futuresType: z.string().optional(),
      rateLimits: z.array(
        z.object({
          rateLimitType: openText(rateLimitTypes),
          interval: openText(rateLimitIntervals),
          intervalNum: whole,
          limit: whole,
        }),
      ),
      /** Filters for the whole exchange; always empty so far. */
      exchangeFilters: z.array(z.object({ filterType: z.string() })).optional(),
      assets: z
        .array(
          z.object({
            asset: z.string(),
            marginAvailable: z.boolean(),
            autoAssetExchange: decimal.nullish(),
          }),
        )
        .optional(),
      symbols: z.array(symbolInfo),
    }),
  ),
})
