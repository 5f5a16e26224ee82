import type { Account } from './account.ts'
import { addIncome } from './add-income.ts'
import { closeAllOrders } from './close-all-orders.ts'
import type { EngineContext } from './context.ts'
import { emitAccountUpdate } from './emit-account.ts'
import { emitOrder } from './emit-order.ts'
import { fillOrder } from './fill-order.ts'
import type { Holding } from './holding.ts'
import { computeValue } from './instrument.ts'
import type { Leg } from './leg.ts'
import { emitMarginCall } from './margin-call.ts'
import { computeMaintenance, computeMarkValue, computeNotional, computeTotals, computeUnrealized } from './margin.ts'
import type { Market } from './market.ts'
import { minMoney, multiplyDivide, oneUnit } from './money.ts'
import { openOrder } from './open-order.ts'
import { settleMarket } from './settle-market.ts'
import { sweepBook } from './sweep-book.ts'

/** A margin call goes out above this share of the margin balance. */
const callPercent = 80n

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
  const maintenance = computeMaintenance(holding, computeNotional(leg))
  const balance = leg.isolatedWallet + computeUnrealized(leg)
  const isCalled = maintenance * 100n >= balance * callPercent
  if (isCalled && !holding.isMarginCalled) emitMarginCall(context, holding.account, [leg], false)
  holding.isMarginCalled = isCalled
  if (balance > maintenance) return
  liquidate(
    context,
    holding.account,
    [leg],
    () => true,
    (order) => order.leg === leg,
  )
}

function checkCross(context: EngineContext, account: Account): void {
  const totals = computeTotals(account)
  if (totals.crossMaintenance === 0n) return
  const balance = account.wallet + totals.crossUnrealized
  const isCalled = totals.crossMaintenance * 100n >= balance * callPercent
  const legs = crossLegs(account)
  if (isCalled && !account.isMarginCalled) emitMarginCall(context, account, legs, true)
  account.isMarginCalled = isCalled
  if (balance > totals.crossMaintenance) return
  const isStillShort = () => {
    const now = computeTotals(account)
    return now.crossMaintenance > 0n && account.wallet + now.crossUnrealized <= now.crossMaintenance
  }
  const maintenanceOf = (leg: Leg) => computeMaintenance(leg.holding, computeNotional(leg))
  const largestFirst = legs.toSorted((a, b) => Number(maintenanceOf(b) - maintenanceOf(a)))
  liquidate(context, account, largestFirst, isStillShort, (order) => order.leg.holding.marginType === 'CROSSED')
}

/** Liquidates what the account holds, on one symbol or all, however healthy it is: the orders there end, too. */
export function liquidateAccount(context: EngineContext, account: Account, symbol: string | undefined): void {
  const isMeant = ({ leg }: { readonly leg: Leg }) =>
    symbol === undefined || leg.holding.market.instrument.symbol === symbol
  const legs = account.holdings.flatMap((holding) => holding.legs).filter((leg) => leg.lots !== 0 && isMeant({ leg }))
  if (legs.length > 0) liquidate(context, account, legs, () => true, isMeant)
}

const crossLegs = (account: Account): Leg[] =>
  account.holdings
    .filter((holding) => holding.marginType === 'CROSSED')
    .flatMap((holding) => holding.legs.filter((leg) => leg.lots !== 0))

/** Ends the orders concerned, then closes position after position while it is needed. */
function liquidate(
  context: EngineContext,
  account: Account,
  legs: readonly Leg[],
  isNeeded: () => boolean,
  isConcerned: Parameters<typeof closeAllOrders>[4],
): void {
  account.isLiquidating = true
  closeAllOrders(context, account, undefined, 'EXPIRED', isConcerned)
  for (const leg of legs) if (leg.lots !== 0 && isNeeded()) liquidateLeg(context, account, leg)
  account.isLiquidating = false
  if (account.wallet < 0n) clearDebt(context, account)
  for (const market of context.markets.values()) settleMarket(context, market)
}

/** Sells a position into the book down to its bankruptcy price; the insurance fund takes over what the book does not. */
function liquidateLeg(context: EngineContext, account: Account, leg: Leg): void {
  const { market } = leg.holding
  const sign = leg.lots > 0 ? -1 : 1
  const limitTicks = computeBankruptcyTicks(account, leg)
  const order = openOrder(context, account, market, {
    sign,
    positionSide: leg.positionSide,
    type: 'LIQUIDATION',
    timeInForce: 'IOC',
    lots: Math.abs(leg.lots),
    priceTicks: limitTicks,
    stopTicks: 0,
    activationTicks: 0,
    callbackE8: 0,
    workingType: 'CONTRACT_PRICE',
    reduceOnly: false,
    closePosition: false,
    priceProtect: false,
    stpMode: 'EXPIRE_MAKER',
    clientOrderId: `autoclose-${context.lastOrderId + 1}`,
  })
  sweepBook(context, market, sign, limitTicks, order.openLots, order)
  chargeFee(context, account, leg, order.quoteValue)
  if (order.openLots > 0) {
    const lots = order.openLots
    const worth = computeMarkValue(market, lots)
    const paid = computeValue(market.instrument, limitTicks, lots)
    context.insuranceFund += sign === -1 ? worth - paid : paid - worth
    context.externalCash += sign === -1 ? -worth : worth
    order.status = 'NEW_INSURANCE'
    emitOrder(context, order, 'NEW')
    fillOrder(context, order, limitTicks, lots, false, ++context.lastTradeId)
  }
  context.emit({ kind: 'forceOrder', symbol: market.instrument.symbol, timeMs: context.nowMs, order: order.snapshot() })
}

/** The price at which nothing would be left, on the account's side of the tick; at least one tick. */
function computeBankruptcyTicks(account: Account, leg: Leg): number {
  const { instrument } = leg.holding.market
  const isolated = leg.holding.marginType === 'ISOLATED'
  const behind = isolated
    ? leg.isolatedWallet
    : account.wallet + computeTotals(account).crossUnrealized - computeUnrealized(leg)
  const lots = BigInt(Math.abs(leg.lots))
  const perTick = instrument.unitValue * lots
  const value = leg.lots > 0 ? leg.cost - behind : behind - leg.cost
  if (value <= perTick) return 1
  const ticks = leg.lots > 0 ? (value + perTick - 1n) / perTick : value / perTick
  return Math.min(Number(ticks), instrument.maxPriceTicks)
}

/** The liquidation fee goes to the insurance fund, as far as there is something left to take it from. */
function chargeFee(context: EngineContext, account: Account, leg: Leg, value: bigint): void {
  const { instrument } = leg.holding.market
  const wanted = multiplyDivide(value, instrument.liquidationFeeE8, oneUnit)
  const fee = minMoney(wanted, account.wallet)
  if (fee <= 0n) return
  account.wallet -= fee
  context.insuranceFund += fee
  addIncome(context, account, 'INSURANCE_CLEAR', -fee, instrument)
  emitAccountUpdate(context, account, 'INSURANCE_CLEAR', { balanceChange: -fee })
}

/** Nobody owes the exchange: the fund brings the wallet back to 0. */
function clearDebt(context: EngineContext, account: Account): void {
  const debt = -account.wallet
  account.wallet = 0n
  context.insuranceFund -= debt
  addIncome(context, account, 'INSURANCE_CLEAR', debt, undefined)
  emitAccountUpdate(context, account, 'INSURANCE_CLEAR', { balanceChange: debt })
}
