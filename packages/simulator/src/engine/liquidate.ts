import type { Account } from './account.ts'
import { addIncome } from './add-income.ts'
import { exchangeAssets } from './assets.ts'
import { closeAllOrders } from './close-all-orders.ts'
import { closeOrder } from './close-order.ts'
import type { EngineContext } from './context.ts'
import { deleverage } from './deleverage.ts'
import { emitAccountUpdate } from './emit-account.ts'
import { emitOrder } from './emit-order.ts'
import { fillOrder } from './fill-order.ts'
import type { Holding } from './holding.ts'
import { computeValue } from './instrument.ts'
import type { Leg } from './leg.ts'
import { chargeLiquidationFee, computeBankruptcyTicks, openForcedOrder } from './liquidation-order.ts'
import { computeLotsToClose } from './liquidation-step.ts'
import { emitMarginCall } from './margin-call.ts'
import { computeMaintenance, computeMarkValue, computeNotional, computeTotals, computeUnrealized } from './margin.ts'
import type { Market } from './market.ts'
import type { Order } from './order.ts'
import { settleMarket } from './settle-market.ts'
import { sweepBook } from './sweep-book.ts'

/** A margin call goes out above this share of the margin balance. */
const callPercent = 80n

/** How a position is brought back into its limits. */
interface Rescue {
  /** Whether the margin is still too low. */
  readonly isNeeded: () => boolean
  /** Margin balance behind a position, less what the others of the account need. */
  readonly balanceFor: (leg: Leg) => bigint
}

/** Looks at everybody with a position on a market whose mark price has moved. */
export function checkLiquidations(context: EngineContext, market: Market): void {
  if (market.markE8 === 0) return
  for (const holding of market.positions) {
    const { account } = holding
    if (holding.marginType === 'ISOLATED') {
      for (const leg of holding.legs) checkIsolated(context, holding, leg)
    } else {
      checkCross(context, account)
    }
  }
}

function checkIsolated(context: EngineContext, holding: Holding, leg: Leg): void {
  if (leg.lots === 0) return
  const balance = () => leg.isolatedWallet + computeUnrealized(leg)
  const maintenance = () => computeMaintenance(holding, computeNotional(leg))
  const isCalled = maintenance() * 100n >= balance() * callPercent
  if (isCalled && !holding.isMarginCalled) emitMarginCall(context, holding.account, [leg], false)
  holding.isMarginCalled = isCalled
  const isNeeded = () => leg.lots !== 0 && balance() <= maintenance()
  if (!isNeeded()) return
  liquidate(context, holding.account, [leg], { isNeeded, balanceFor: balance }, (order) => order.leg === leg)
}

function checkCross(context: EngineContext, account: Account): void {
  const totals = computeTotals(account)
  if (totals.crossMaintenance === 0n) return
  const balance = account.collateral + totals.crossUnrealized
  const isCalled = totals.crossMaintenance * 100n >= balance * callPercent
  const legs = crossLegs(account)
  if (isCalled && !account.isMarginCalled) emitMarginCall(context, account, legs, true)
  account.isMarginCalled = isCalled
  if (balance > totals.crossMaintenance) return
  const maintenanceOf = (leg: Leg) => computeMaintenance(leg.holding, computeNotional(leg))
  const rescue: Rescue = {
    isNeeded() {
      const now = computeTotals(account)
      return now.crossMaintenance > 0n && account.collateral + now.crossUnrealized <= now.crossMaintenance
    },
    balanceFor(leg) {
      const now = computeTotals(account)
      return account.collateral + now.crossUnrealized - (now.crossMaintenance - maintenanceOf(leg))
    },
  }
  const largestFirst = legs.toSorted((a, b) => Number(maintenanceOf(b) - maintenanceOf(a)))
  liquidate(context, account, largestFirst, rescue, (order) => order.leg.holding.marginType === 'CROSSED')
}

/** Liquidates what the account holds, on one symbol or all, however healthy it is: the orders there end, too. */
export function liquidateAccount(context: EngineContext, account: Account, symbol: string | undefined): void {
  const isMeant = ({ leg }: { readonly leg: Leg }) =>
    symbol === undefined || leg.holding.market.instrument.symbol === symbol
  const legs = account.holdings.flatMap((holding) => holding.legs).filter((leg) => leg.lots !== 0 && isMeant({ leg }))
  const whole: Rescue = { isNeeded: () => true, balanceFor: () => -1n }
  if (legs.length > 0) liquidate(context, account, legs, whole, isMeant)
}

const crossLegs = (account: Account): Leg[] =>
  account.holdings
    .filter((holding) => holding.marginType === 'CROSSED')
    .flatMap((holding) => holding.legs.filter((leg) => leg.lots !== 0))

/** Ends the orders concerned, looks again, then closes position after position while it is needed. */
function liquidate(
  context: EngineContext,
  account: Account,
  legs: readonly Leg[],
  rescue: Rescue,
  isConcerned: Parameters<typeof closeAllOrders>[4],
): void {
  account.isLiquidating = true
  closeAllOrders(context, account, undefined, 'EXPIRED', isConcerned)
  for (const leg of legs) liquidateLeg(context, leg, rescue)
  account.isLiquidating = false
  settleDebt(context, account)
  for (const market of context.markets.values()) settleMarket(context, market)
}

/** Step by step until the margin is restored. What the book does not take above bankruptcy goes to the fund, or to the winners. */
function liquidateLeg(context: EngineContext, leg: Leg, rescue: Rescue): void {
  const inSteps = context.policy.liquidation === 'steps'
  while (leg.lots !== 0 && rescue.isNeeded()) {
    const lots = inSteps ? computeLotsToClose(leg, rescue.balanceFor(leg)) : Math.abs(leg.lots)
    const isTaken = closeStep(context, leg, lots)
    if (!isTaken) return
  }
}

/** Sells lots of a position into the book down to its bankruptcy price. False once the book has had enough: then all of it is gone. */
function closeStep(context: EngineContext, leg: Leg, lots: number): boolean {
  const { account, market, marginType } = leg.holding
  const limitTicks = computeBankruptcyTicks(leg)
  const order = openForcedOrder(context, leg, {
    lots,
    priceTicks: limitTicks,
    clientOrderId: `autoclose-${context.lastOrderId + 1}`,
  })
  const before = account.wallet
  sweepBook(context, market, order.sign, limitTicks, lots, order)
  // an isolated position pays with its own money, and keeps what a part of it leaves
  const returned = account.wallet - before
  const isolated = marginType === 'ISOLATED'
  chargeLiquidationFee(context, account, order, isolated ? returned : account.collateral)
  if (isolated && leg.lots !== 0) {
    const kept = account.wallet - before
    leg.isolatedWallet += kept
    account.wallet -= kept
    emitAccountUpdate(context, account, 'ORDER', { legs: [leg] })
  }
  const isTaken = order.openLots === 0
  if (!isTaken) handOver(context, leg, order, limitTicks)
  context.emit({ kind: 'forceOrder', symbol: market.instrument.symbol, timeMs: context.nowMs, order: order.snapshot() })
  return isTaken
}

/** The whole of what is left goes at the bankruptcy price: to the winners when the fund would lose or cannot pay, else to the fund. */
function handOver(context: EngineContext, leg: Leg, order: Order, limitTicks: number): void {
  const { market } = leg.holding
  const gainOf = (lots: number): bigint => {
    const worth = computeMarkValue(market, Math.abs(lots))
    const paid = computeValue(market.instrument, limitTicks, Math.abs(lots))
    return lots > 0 ? worth - paid : paid - worth
  }
  const unfilled = Math.abs(leg.lots)
  const gain = gainOf(leg.lots)
  const isBeyond = context.policy.adl === 'beyondBankruptcy' && gain < 0n
  if (isBeyond || context.insuranceFund + gain < 0n) {
    if (deleverage(context, leg, unfilled, limitTicks) === unfilled) {
      if (order.place !== 'closed') closeOrder(context, order, 'EXPIRED')
      return
    }
  }
  takeOver(context, leg, order, limitTicks, gainOf(leg.lots))
}

/** The fund takes the position and gives it to the market at the mark price. */
function takeOver(context: EngineContext, leg: Leg, order: Order, limitTicks: number, gain: bigint): void {
  const { market } = leg.holding
  const worth = computeMarkValue(market, leg.lots)
  context.insuranceFund += gain
  context.externalCash -= worth
  const rest = Math.abs(leg.lots)
  // the order of a step may have been for less than what is left
  const last =
    order.openLots === rest
      ? order
      : openForcedOrder(context, leg, {
          lots: rest,
          priceTicks: limitTicks,
          clientOrderId: `autoclose-${context.lastOrderId + 1}`,
        })
  if (last !== order && order.place !== 'closed') closeOrder(context, order, 'EXPIRED')
  last.status = 'NEW_INSURANCE'
  emitOrder(context, last, 'NEW')
  fillOrder(context, last, limitTicks, rest, false, ++context.lastTradeId)
}

/** Nobody owes the exchange: once no cross position is left, other assets and then the fund bring the wallet back to 0. */
export function settleDebt(context: EngineContext, account: Account): void {
  if (account.wallet >= 0n || crossLegs(account).length > 0) return
  exchangeAssets(context, account, 0n)
  if (account.wallet >= 0n) return
  const debt = -account.wallet
  account.wallet = 0n
  context.insuranceFund -= debt
  addIncome(context, account, 'INSURANCE_CLEAR', debt, undefined)
  emitAccountUpdate(context, account, 'INSURANCE_CLEAR', { balanceChange: debt })
}
