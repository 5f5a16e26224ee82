import { positionSides } from '@aster/core'
import { z } from 'zod'

import { bool, decimal, openText, timeMs, whole } from '../schema/received.ts'

const accountAsset = z.object({
  asset: z.string(),
  walletBalance: decimal,
  unrealizedProfit: decimal,
  marginBalance: decimal,
  maintMargin: decimal,
  initialMargin: decimal,
  positionInitialMargin: decimal,
  openOrderInitialMargin: decimal,
  crossWalletBalance: decimal,
  crossUnPnl: decimal,
  availableBalance: decimal,
  maxWithdrawAmount: decimal,
  marginAvailable: bool.optional(),
  updateTime: timeMs.optional(),
})

const accountPosition = z.object({
  symbol: z.string(),
  initialMargin: decimal,
  maintMargin: decimal,
  unrealizedProfit: decimal,
  positionInitialMargin: decimal,
  openOrderInitialMargin: decimal,
  leverage: decimal,
  isolated: bool,
  entryPrice: decimal,
  maxNotional: decimal,
  positionSide: openText(positionSides),
  /** Base asset, negative for shorts. */
  positionAmt: decimal,
  notional: decimal.optional(),
  isolatedWallet: decimal.optional(),
  updateTime: timeMs.optional(),
})

/** Totals in USDT; in multi-assets mode in US dollars, with a haircut. Every symbol of the market is in `positions`. */
export const accountResult = z.object({
  feeTier: whole,
  canTrade: bool,
  canDeposit: bool,
  canWithdraw: bool,
  updateTime: timeMs,
  totalInitialMargin: decimal,
  totalMaintMargin: decimal,
  totalWalletBalance: decimal,
  totalUnrealizedProfit: decimal,
  totalMarginBalance: decimal,
  totalPositionInitialMargin: decimal,
  totalOpenOrderInitialMargin: decimal,
  totalCrossWalletBalance: decimal,
  totalCrossUnPnl: decimal,
  availableBalance: decimal,
  maxWithdrawAmount: decimal,
  assets: z.array(accountAsset),
  positions: z.array(accountPosition),
})
