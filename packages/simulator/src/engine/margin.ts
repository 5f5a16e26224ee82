import type { Account } from './account.ts'
import { findBracket } from './brackets.ts'
import type { Holding } from './holding.ts'
import type { Leg } from './leg.ts'
import type { Market } from './market.ts'
import { absMoney, maxMoney, multiplyDivide, oneUnit } from './money.ts'

/** Signed value of signed lots at the mark price; 0 before there is one. */
export function computeMarkValue(market: Market, lots: number): bigint {
  if (lots === 0) return 0n
  return (BigInt(lots) * market.markLotE8) / oneUnit
}

/** Profit at the mark price; 0 before there is one. */
export function computeUnrealized(leg: Leg): bigint {
  const { market } = leg.holding
  return leg.lots === 0 || market.markE8 === 0 ? 0n : computeMarkValue(market, leg.lots) - leg.cost
}

/** Value at the mark price, without sign. */
export function computeNotional(leg: Leg): bigint {
  return absMoney(computeMarkValue(leg.holding.market, leg.lots))
}

/** Initial margin of the position and everything that rests, with more resting on one side: max of both directions over leverage. */
export function computeTotalMargin(leg: Leg, extraBuy = 0n, extraSell = 0n): bigint {
  const buys = leg.restingBuyValue + extraBuy
  const sells = leg.restingSellValue + extraSell
  const value = computeMarkValue(leg.holding.market, leg.lots)
  const leverage = BigInt(leg.holding.leverage)
  return maxMoney(absMoney(value + buys), absMoney(value - sells)) / leverage
}

export function computePositionMargin(leg: Leg): bigint {
  return computeNotional(leg) / BigInt(leg.holding.leverage)
}

/** Maintenance margin: notional times the rate of its bracket, minus the bracket's amount. */
export function computeMaintenance(holding: Holding, notional: bigint): bigint {
  if (notional === 0n) return 0n
  const bracket = findBracket(holding.market.brackets, Number(notional) / 1e8)
  if (bracket === undefined) return 0n
  const rate = BigInt(Math.round(bracket.maintMarginRatio * 1e8))
  return maxMoney(0n, multiplyDivide(notional, rate, oneUnit) - BigInt(Math.round(bracket.cum * 1e8)))
}

/** Sums over an account, in money. Isolated positions are apart from everything that says cross. */
export interface MarginTotals {
  readonly crossUnrealized: bigint
  readonly unrealized: bigint
  readonly isolatedWallets: bigint
  readonly positionMargin: bigint
  readonly openOrderMargin: bigint
  readonly crossMaintenance: bigint
  readonly maintenance: bigint
  /** What opens and rests, and the positions in cross mode, keep of the cross wallet. */
  readonly bound: bigint
}

export function computeTotals(account: Account): MarginTotals {
  let crossUnrealized = 0n
  let unrealized = 0n
  let isolatedWallets = 0n
  let positionMargin = 0n
  let openOrderMargin = 0n
  let crossMaintenance = 0n
  let maintenance = 0n
  let bound = 0n
  for (const holding of account.holdings) {
    const isolated = holding.marginType === 'ISOLATED'
    for (const leg of holding.legs) {
      if (leg.isIdle) continue
      const profit = computeUnrealized(leg)
      const ofPosition = computePositionMargin(leg)
      const total = computeTotalMargin(leg)
      const maintained = computeMaintenance(holding, computeNotional(leg))
      unrealized += profit
      positionMargin += ofPosition
      openOrderMargin += total - ofPosition
      maintenance += maintained
      if (isolated) {
        isolatedWallets += leg.isolatedWallet
        bound += total - ofPosition
      } else {
        crossUnrealized += profit
        crossMaintenance += maintained
        bound += total
      }
    }
  }
  return {
    crossUnrealized,
    unrealized,
    isolatedWallets,
    positionMargin,
    openOrderMargin,
    crossMaintenance,
    maintenance,
    bound,
  }
}

/** What a new order may bind: cross wallet and cross profit, less what is bound already; never below 0. */
export function computeAvailable(account: Account): bigint {
  let available = account.collateral
  for (const holding of account.holdings) {
    const isolated = holding.marginType === 'ISOLATED'
    for (const leg of holding.legs) {
      if (leg.isIdle) continue
      const total = computeTotalMargin(leg)
      available -= isolated ? total - computePositionMargin(leg) : total - computeUnrealized(leg)
    }
  }
  return maxMoney(0n, available)
}
