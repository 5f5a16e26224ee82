import type { PositionView } from '../engine/types.ts'

/** A position as positionRisk answers it. */
export const toPositionRiskJson = (position: PositionView) => ({
  symbol: position.symbol,
  positionAmt: position.quantity,
  entryPrice: position.entryPrice,
  markPrice: position.markPrice,
  unRealizedProfit: position.unrealizedPnl,
  liquidationPrice: position.liquidationPrice,
  leverage: String(position.leverage),
  maxNotionalValue: position.maxNotional,
  marginType: position.marginType === 'ISOLATED' ? 'isolated' : 'cross',
  isolatedMargin: position.isolatedMargin,
  isAutoAddMargin: String(position.autoAddMargin),
  positionSide: position.positionSide,
  notional: position.notional,
  isolatedWallet: position.isolatedWallet,
  updateTime: position.updateMs,
})
