import type { Account } from './account.ts'
import { checkMargin, estimateValue } from './check-margin.ts'
import type { EngineContext } from './context.ts'
import { wouldTake } from './execute-order.ts'
import { computeValue } from './instrument.ts'
import { computeMarkValue } from './margin.ts'
import type { Market } from './market.ts'
import { formatMoney } from './money.ts'
import type { OrderDraft } from './order.ts'
import { isCovered } from './protection/protect-holdings.ts'
import { isFrozen } from './protection/protection.ts'
import { refuse } from './refusal.ts'
import { opposite } from './side-sign.ts'
import { firesAbove } from './trigger-book.ts'
import type { Refusal } from './types.ts'

/**
 * Checks an order against the state of exchange and account, in the order in which the exchange is taken to do it:
 * status, duplicates, counts, price, notional, reduce-only, trigger, liquidity, margin. `undefined`: it may be placed.
 * A leg of a strategy may reduce by more than there is so far, and has a code of its own for a trigger that holds.
 */
export function checkOrder(
  context: EngineContext,
  account: Account,
  market: Market,
  draft: OrderDraft,
  isLeg = false,
): Refusal | undefined {
  const refusal = checkBeforeMargin(context, account, market, draft, isLeg)
  if (refusal !== undefined || isReducing(account, draft) || isConditional(draft)) return refusal
  return checkMargin(account, market, draft, estimateValue(market, draft))
}

/** Everything but the margin. */
export function checkBeforeMargin(
  context: EngineContext,
  account: Account,
  market: Market,
  draft: OrderDraft,
  isLeg = false,
): Refusal | undefined {
  const reduces = isReducing(account, draft)
  return (
    checkStatus(account, market, reduces) ??
    checkProtection(context, account, market, reduces) ??
    checkCounts(account, market, draft) ??
    checkPercentPrice(market, draft) ??
    checkNotional(market, draft) ??
    (reduces ? checkReduction(context, account, market, draft, isLeg) : undefined) ??
    checkTrigger(market, draft, isLeg ? -4142 : -2021) ??
    checkLiquidity(context, market, draft)
  )
}

const isConditional = (draft: OrderDraft): boolean => draft.type !== 'LIMIT' && draft.type !== 'MARKET'

/** By its flags, or as the closing side of hedge mode. */
function isReducing(account: Account, draft: OrderDraft): boolean {
  if (draft.reduceOnly || draft.closePosition) return true
  return account.hedgeMode && (draft.sign === 1) !== (draft.positionSide === 'LONG')
}

function checkStatus(account: Account, market: Market, reduces: boolean): Refusal | undefined {
  if (account.isLiquidating) return refuse(-2023)
  const { status } = market.instrument.entry
  if (status === 'TRADING') return undefined
  if (status === 'SETTLING' || status === 'CLOSE') return refuse(-4141)
  return reduces && status === 'PRE_SETTLE' ? undefined : refuse(-4140)
}

/** Market-maker protection has tripped and its frozen time runs. */
function checkProtection(
  context: EngineContext,
  account: Account,
  market: Market,
  reduces: boolean,
): Refusal | undefined {
  const isRefused = isFrozen(account.findHolding(market)?.protection, context.nowMs) && isCovered(context, reduces)
  return isRefused ? refuse(-2010, 'Market maker protection is triggered.') : undefined
}

function checkCounts(account: Account, market: Market, draft: OrderDraft): Refusal | undefined {
  const holding = account.findHolding(market)
  if (holding !== undefined && holding.openOrders >= market.instrument.maxOrders) return refuse(-2025)
  if (draft.clientOrderId !== undefined) {
    const known = account.findOrderByClientId(draft.clientOrderId)
    if (known !== undefined && known.place !== 'closed') return refuse(-4116)
  }
  if (!isConditional(draft) || holding === undefined) return undefined
  return holding.conditionalOrders >= market.instrument.maxAlgoOrders ? refuse(-4045) : undefined
}

/** PERCENT_PRICE guards the aggressive side: of LIMIT against the mark price, of conditional limits against the stop price. */
export function checkPercentPrice(market: Market, draft: OrderDraft): Refusal | undefined {
  const { priceTicks, stopTicks, sign } = draft
  if (priceTicks === 0) return undefined
  if (stopTicks === 0) {
    if (sign === 1) return priceTicks > market.maxBuyTicks ? refuse(-4016) : undefined
    return priceTicks < market.minSellTicks ? refuse(-4024) : undefined
  }
  const { multiplierUpE8, multiplierDownE8 } = market.instrument
  const ratio = (ticks: number) => BigInt(ticks) * 100_000_000n
  if (sign === 1) {
    const isTooHigh = multiplierUpE8 !== undefined && ratio(priceTicks) > BigInt(stopTicks) * multiplierUpE8
    return isTooHigh ? refuse(-4183) : undefined
  }
  const isTooLow = multiplierDownE8 !== undefined && ratio(priceTicks) < BigInt(stopTicks) * multiplierDownE8
  return isTooLow ? refuse(-4184) : undefined
}

/** MIN_NOTIONAL by price, by stop price where there is no other, by mark price for MARKET. */
export function checkNotional(market: Market, draft: OrderDraft): Refusal | undefined {
  const { minNotional } = market.instrument
  if (draft.reduceOnly || draft.closePosition) return undefined
  const ticks = draft.priceTicks === 0 ? draft.stopTicks : draft.priceTicks
  const notional =
    ticks === 0 ? computeMarkValue(market, draft.lots) : computeValue(market.instrument, ticks, draft.lots)
  if (notional >= minNotional || (ticks === 0 && market.markE8 === 0)) return undefined
  const limit = formatMoney(minNotional)
  const shown = limit.includes('.') ? limit : `${limit}.0`
  return refuse(-4164, `Order's notional must be no smaller than ${shown} (unless you choose reduce only)`)
}

/** Nothing to reduce, or by more than the position: what rests and reduces already counts when this one would rest, too. */
function checkReduction(
  context: EngineContext,
  account: Account,
  market: Market,
  draft: OrderDraft,
  isLeg: boolean,
): Refusal | undefined {
  if (draft.closePosition) return undefined
  const leg = account.findHolding(market)?.leg(draft.positionSide)
  const reducible = leg?.reducibleBy(draft.sign) ?? 0
  if (reducible === 0) return refuse(-2022)
  if (isLeg || isConditional(draft) || context.policy.excessReduceOnly === 'cut') return undefined
  const rests = draft.type === 'LIMIT' && draft.timeInForce !== 'IOC' && draft.timeInForce !== 'FOK'
  return draft.lots + (rests ? (leg?.closingLots ?? 0) : 0) > reducible ? refuse(-2022) : undefined
}

/** A trigger that holds already. */
function checkTrigger(market: Market, draft: OrderDraft, code: number): Refusal | undefined {
  if (!isConditional(draft)) return undefined
  const { tickE8 } = market.instrument
  const isMark = draft.workingType === 'MARK_PRICE'
  const nowE8 = isMark ? market.markTriggerE8 : market.lastTicks * tickE8
  if (nowE8 === 0) return undefined
  if (draft.type === 'TRAILING_STOP_MARKET') {
    if (draft.activationTicks === 0) return undefined
    const activationE8 = draft.activationTicks * tickE8
    const isWrongSide = draft.sign === 1 ? activationE8 >= nowE8 : activationE8 <= nowE8
    return isWrongSide ? refuse(code) : undefined
  }
  const stopE8 = draft.stopTicks * tickE8
  const holds = firesAbove({ sign: draft.sign, draft }) ? nowE8 >= stopE8 : nowE8 <= stopE8
  return holds ? refuse(code) : undefined
}

/** MARKET needs a price within its bound; post only, by policy, none that it would take. */
function checkLiquidity(context: EngineContext, market: Market, draft: OrderDraft): Refusal | undefined {
  if (draft.type === 'MARKET') {
    const { best } = market.side(opposite(draft.sign))
    if (best === undefined) return refuse(-1112)
    const isBeyond = draft.sign === 1 ? best.ticks > market.maxTakeTicks : best.ticks < market.minTakeTicks
    return isBeyond ? refuse(-4131) : undefined
  }
  if (draft.type !== 'LIMIT' || draft.timeInForce !== 'GTX' || context.policy.crossingGtx !== 'reject') return undefined
  return wouldTake({ market, sign: draft.sign, priceTicks: draft.priceTicks }) ? refuse(-5022) : undefined
}
