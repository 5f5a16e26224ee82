import { positionSides } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { bool, decimal, openText, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** One row per symbol (BOTH) in one-way mode, two (LONG, SHORT) in hedge mode; empty positions included. */
export const positionRiskEndpoint = defineEndpoint({
  name: 'getPositionRisk',
  group: 'position',
  method: 'GET',
  path: { v3: '/fapi/v3/positionRisk', v1: '/fapi/v2/positionRisk' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({ symbol: symbol.optional() }),
  result: z.array(
    z.object({
      symbol: z.string(),
      positionSide: openText(positionSides),
      /** Base asset, negative for shorts. */
      positionAmt: decimal,
      entryPrice: decimal,
      markPrice: decimal,
      unRealizedProfit: decimal,
      /** Zero: none. */
      liquidationPrice: decimal,
      leverage: decimal,
      maxNotionalValue: decimal,
      /** Lower case here, upper case elsewhere; cross and CROSSED are the same. */
      marginType: openText(['isolated', 'cross']),
      isolatedMargin: decimal,
      isAutoAddMargin: bool,
      notional: decimal.optional(),
      isolatedWallet: decimal.optional(),
      updateTime: timeMs.optional(),
    }),
  ),
})
