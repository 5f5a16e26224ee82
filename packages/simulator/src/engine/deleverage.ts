import { computeAdlQuantile, computeAdlScore } from '@aster/core'

import type { EngineContext } from './context.ts'
import { fillOrder } from './fill-order.ts'
import type { Leg } from './leg.ts'
import { openForcedOrder } from './liquidation-order.ts'
import { computeMaintenance, computeNotional, computeTotals, computeUnrealized } from './margin.ts'
import type { Market } from './market.ts'
import { formatMoney } from './money.ts'
import type { Sign } from './side-sign.ts'

/** The client order id of every order that reduces a winner; the documented word. */
const adlClientOrderId = 'adl_autoclose'

/** Positions of one side, the first to be reduced first: the highest profit and leverage. Equal ones in the order of the accounts. */
export function rankForAdl(market: Market, sign: Sign): Leg[] {
  const legs = [...market.positions].flatMap((holding) => holding.legs.filter((leg) => leg.lots * sign > 0))
  const ranked = legs.map((leg) => ({ leg, score: scoreOf(leg) }))
  return ranked.toSorted((a, b) => b.score - a.score).map(({ leg }) => leg)
}

/** The position's place in its queue, 0 (last) to 4 (first); 0 without a position. */
export function computeQuantile(leg: Leg): number {
  if (leg.lots === 0) return 0
  const queue = rankForAdl(leg.holding.market, leg.lots > 0 ? 1 : -1)
  return computeAdlQuantile(queue.length - queue.indexOf(leg), queue.length)
}

/**
 * Closes lots of a position that nobody took against the winners of the other side, at the bankruptcy price and without a fee.
 * Returns how many lots found one.
 */
export function deleverage(context: EngineContext, loser: Leg, lots: number, priceTicks: number): number {
  const { account, market } = loser.holding
  const winners = rankForAdl(market, loser.lots > 0 ? -1 : 1).filter(
    (leg) => leg.holding.account !== account && !leg.holding.account.isLiquidating,
  )
  let left = lots
  for (const winner of winners) {
    if (left === 0) break
    const taken = Math.min(left, Math.abs(winner.lots))
    const tradeId = ++context.lastTradeId
    for (const leg of [winner, loser]) {
      const order = openForcedOrder(
        context,
        leg,
        { lots: taken, priceTicks, clientOrderId: adlClientOrderId },
        'NEW_ADL',
      )
      fillOrder(context, order, priceTicks, taken, false, tradeId)
    }
    left -= taken
  }
  return lots - left
}

function scoreOf(leg: Leg): number {
  const { account, marginType } = leg.holding
  const isolated = marginType === 'ISOLATED'
  const profit = computeUnrealized(leg)
  const totals = computeTotals(account)
  const wallet = isolated ? leg.isolatedWallet : account.collateral
  const behind = isolated ? wallet + profit : wallet + totals.crossUnrealized
  const maintenance = isolated ? computeMaintenance(leg.holding, computeNotional(leg)) : totals.crossMaintenance
  const { profitRatio } = computeAdlScore({
    walletBalance: formatMoney(wallet),
    unrealizedPnl: formatMoney(profit),
    maintenanceMargin: 0,
  })
  const { marginRatio } = computeAdlScore({
    walletBalance: formatMoney(behind),
    unrealizedPnl: 0,
    maintenanceMargin: formatMoney(maintenance),
  })
  return profitRatio.times(marginRatio).toNumber()
}
