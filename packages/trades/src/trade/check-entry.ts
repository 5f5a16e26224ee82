import {
  formatDecimal,
  getSideSign,
  isConditionalOrderType,
  ParameterError,
  type SymbolRules,
  toDecimal,
  type Violation,
} from '@aster/core'

import type { Account } from '../account/account.ts'
import { isLive } from '../orders/evidence.ts'
import { pickOwnPrice } from '../prices/pick-price.ts'
import type { Touch } from '../prices/touch.ts'
import { listEntryPrices } from './parse-entry.ts'
import { priceStop, priceTakeProfit } from './price-exits.ts'
import type { Distance, TradePlan } from './trade-plan.ts'

/**
 * Conditional orders are limited to few a symbol (10), open orders to more (200): better to know before there is a
 * position. A stop that can move needs a place for the new one beside the old one.
 */
export function checkSlots(account: Account, plan: TradePlan): void {
  const rules = account.getRules(plan.symbol)
  const taken = account.orders.list(({ state, terms }) => isLive(state) && terms?.symbol === plan.symbol)
  const conditional = taken.filter(({ terms }) => terms !== undefined && isConditionalOrderType(terms.type)).length
  const moves = plan.trailing !== undefined || plan.breakEven !== undefined || plan.besideOthers
  // a stop entry that fills in parts is conditional beside them
  const entries = plan.entry.type === 'stop' ? 1 : 0
  const stops = entries + 1 + (moves ? 1 : 0) + (plan.trailing?.how === 'native' ? 1 : 0)
  const lacks = (rule: string, used: number, needed: number, most: number | undefined) =>
    most === undefined || used + needed <= most
      ? []
      : [
          {
            field: 'symbol',
            rule,
            value: plan.symbol,
            message: `has ${used} of at most ${most} orders, and the trade needs ${needed} more`,
          },
        ]
  const violations = [
    ...lacks('MAX_NUM_ALGO_ORDERS', conditional, stops, rules.maxAlgoOrders),
    ...lacks('MAX_NUM_ORDERS', taken.length, stops + 1 - entries + plan.takeProfits.length, rules.maxOrders),
  ]
  if (violations.length > 0) refuse(violations)
}

/** A limit that the exchange would refuse for its distance to the mark price is refused before; weight 1. */
export async function checkPercentPrice(
  account: Account,
  { symbol, side }: TradePlan,
  price: string,
  signal: AbortSignal,
): Promise<void> {
  const { markPrice } = await account.rest.market.getPremiumIndex({ symbol }, { signal, timeoutMs: 2_000 })
  const rules = account.getRules(symbol)
  const multiplier = side === 'BUY' ? rules.multiplierUp : rules.multiplierDown
  if (multiplier === undefined || !(Number(markPrice) > 0)) return
  const bound = toDecimal(markPrice).times(multiplier)
  if (toDecimal(price).minus(bound).times(getSideSign(side)).lte(0)) return
  const message = `of a ${side} is beyond ${formatDecimal(bound)}, ${formatDecimal(multiplier)} times the mark price ${markPrice}`
  refuse([{ field: 'entry.price', rule: 'PERCENT_PRICE', value: price, message }])
}

/** Exits at fixed prices must stand on their side of the market: stop, entry, take-profit; and all of them above zero. */
export function checkExitPrices(plan: TradePlan, rules: SymbolRules, touch: Touch): void {
  const entryPrice = listEntryPrices(plan.entry)[0] ?? pickOwnPrice(touch, plan.side)
  const isAhead = (price: string) => toDecimal(price).minus(entryPrice).times(getSideSign(plan.side)).gt(0)
  const violations: Violation[] = []
  const complain = (field: string, rule: string, distance: Distance, message: string) =>
    violations.push({ field, rule, value: Object.values(distance)[0] ?? '', message })
  const { distance } = plan.stop
  if ('price' in distance && !toDecimal(entryPrice).minus(distance.price).times(getSideSign(plan.side)).gt(0)) {
    complain('stop', 'order', distance, `must be on the losing side of the entry at about ${entryPrice}`)
  }
  const isBelowZero = (price: string) => toDecimal(price).lte(0)
  if (isBelowZero(priceStop(rules, plan.side, entryPrice, distance))) {
    complain('stop', 'positive', distance, `must be less than the entry at about ${entryPrice}`)
  }
  for (const [index, level] of plan.takeProfits.entries()) {
    const field = `takeProfits[${index}]`
    if ('price' in level.distance && !isAhead(level.distance.price)) {
      complain(field, 'order', level.distance, `must be on the winning side of the entry at about ${entryPrice}`)
    }
    if (isBelowZero(priceTakeProfit(rules, plan.side, entryPrice, level.distance))) {
      complain(field, 'positive', level.distance, `must be less than the entry at about ${entryPrice}`)
    }
  }
  if (violations.length > 0) refuse(violations)
}

const refuse = (violations: readonly Violation[]): never => {
  throw new ParameterError('createTrade', violations)
}
