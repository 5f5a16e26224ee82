import { positionSides } from '@aster/core'
import { z } from 'zod'

import { bool, decimal, openText, timeMs } from '../schema/received.ts'

/** The risk of one position. */
export const positionRiskRow = z.object({
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
})
