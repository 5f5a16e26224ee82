import { addIncome } from './add-income.ts'
import { exchangeOnDebt } from './assets.ts'
import { closeAllOrders } from './close-all-orders.ts'
import type { EngineContext } from './context.ts'
import { emitAccountUpdate } from './emit-account.ts'
import type { Holding } from './holding.ts'
import { checkLiquidations, settleDebt } from './liquidate.ts'
import { computeMarkValue } from './margin.ts'
import type { Market } from './market.ts'
import { multiplyDivide, oneUnit } from './money.ts'
import { movePegs } from './move-pegs.ts'
import { accept, refuse, refuseValue } from './refusal.ts'
import { emitMark, scheduleFunding } from './set-mark.ts'
import { settleMarket } from './settle-market.ts'
import { moveChases } from './strategy/move-chases.ts'
import type { Outcome } from './types.ts'

/** Does what is due: countdowns first, so that no order outlives its timer, then chases, then fundings. */
export function advance(context: EngineContext): void {
  for (const holding of context.countdowns) {
    if (holding.countdownAtMs > context.nowMs) continue
    context.countdowns.delete(holding)
    holding.countdownAtMs = 0
    closeAllOrders(context, holding.account, holding.market, context.policy.countdownStatus)
    settleMarket(context, holding.market)
  }
  for (const market of context.markets.values()) {
    moveChases(context, market)
    movePegs(context, market)
  }
  for (const account of context.accounts.values()) {
    exchangeOnDebt(context, account)
    // a position closed for more than there was
    if (account.wallet < 0n && account.collateral < 0n) settleDebt(context, account)
  }
  for (const market of context.markets.values()) {
    if (market.nextFundingMs === 0 || market.nextFundingMs > context.nowMs) continue
    payFunding(context, market)
    scheduleFunding(market, context.nowMs)
    emitMark(context, market)
    checkLiquidations(context, market)
  }
}

/** Starts, restarts or (0) stops the timer that cancels all orders of a symbol. */
export function setCountdown(
  context: EngineContext,
  holding: Holding | undefined,
  countdownMs: number,
): Outcome<{ readonly symbol: string; readonly countdownMs: number }> {
  if (holding === undefined) return refuse(-1121)
  if (!Number.isSafeInteger(countdownMs) || countdownMs < 0) return refuseValue('countdownTime')
  holding.countdownAtMs = countdownMs === 0 ? 0 : context.nowMs + countdownMs
  if (countdownMs === 0) context.countdowns.delete(holding)
  else context.countdowns.add(holding)
  return accept({ symbol: holding.market.instrument.symbol, countdownMs })
}

/** Longs pay shorts at a positive rate, on the value at the mark price. What users pay together the anonymous side gets. */
function payFunding(context: EngineContext, market: Market): void {
  for (const holding of market.positions) {
    const { account } = holding
    const isolated = holding.marginType === 'ISOLATED'
    for (const leg of holding.legs) {
      if (leg.lots === 0) continue
      const payment = -multiplyDivide(computeMarkValue(market, leg.lots), market.fundingRateE8, oneUnit)
      if (payment === 0n) continue
      if (isolated) leg.isolatedWallet += payment
      else account.wallet += payment
      context.externalCash -= payment
      addIncome(context, account, 'FUNDING_FEE', payment, market.instrument)
      emitAccountUpdate(context, account, 'FUNDING_FEE', { legs: isolated ? [leg] : [], balanceChange: payment })
    }
  }
}
