import {
  floorQuantity,
  formatDecimal,
  getSideSign,
  ParameterError,
  type PositionSide,
  type SymbolRules,
  toDecimal,
  type Violation,
} from '@aster/core'

import { parseDistance } from './parse-distance.ts'
import { listEntryPrices, parseEntry } from './parse-entry.ts'
import { parseBreakEven, parseTrailing } from './parse-stop-moves.ts'
import { parseTakeProfits } from './parse-take-profits.ts'
import type { StopOptions, TradeOptions } from './trade-options.ts'
import type { Distance, EntryPlan, TradePlan } from './trade-plan.ts'

const defaultStop: StopOptions = { percent: '0.5' }

/**
 * Checks what was asked for and completes it.
 *
 * @throws {ParameterError} Names every field that does not fit. Nothing was sent.
 */
export function parseTradeOptions(
  options: TradeOptions,
  context: { readonly tradeId: string; readonly rules: SymbolRules; readonly hedgeMode: boolean },
): TradePlan {
  const { rules } = context
  const violations: Violation[] = []
  const complain = (field: string, rule: string, value: unknown, message: string) => {
    violations.push({ field, rule, value: String(value), message })
  }
  const attempt = <T>(field: string, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error
      violations.push(
        ...error.violations.map((violation) => ({
          ...violation,
          field: violation.field.startsWith(field) ? violation.field : field,
        })),
      )
      return undefined
    }
  }
  if (options.side !== 'BUY' && options.side !== 'SELL') complain('side', 'enum', options.side, 'must be BUY or SELL')
  if (rules.status !== 'TRADING') complain('symbol', 'status', rules.status, `${rules.symbol} must be TRADING`)
  const quantity = attempt('quantity', () => floorQuantity(rules, options.quantity)) ?? '0'
  if (toDecimal(quantity).lt(rules.minQuantity) || quantity === '0') {
    const least = formatDecimal(rules.minQuantity)
    complain(
      'quantity',
      'LOT_SIZE.minQty',
      options.quantity,
      `must be at least ${least} after rounding down to the step`,
    )
  }
  const entry = attempt('entry', () => parseEntry(options.entry, complain)) ?? ({ type: 'market' } as const)
  const takeProfits = attempt('takeProfits', () => parseTakeProfits(options.takeProfits)) ?? []
  const stop = options.stop ?? defaultStop
  const stopDistance = attempt('stop', () => parseDistance('stop', stop)) ?? ({ percent: '0.5' } as const)
  if ('percent' in stopDistance && options.side === 'BUY' && toDecimal(stopDistance.percent).gte(100)) {
    complain('stop', 'below100', stopDistance.percent, 'must be below 100 percent for a long')
  }
  const protectWithinMs = options.protectWithinMs ?? 2_000
  if (!(protectWithinMs > 0)) complain('protectWithinMs', 'positive', protectWithinMs, 'must be above 0 ms')
  if (options.timeStopMs !== undefined && !(options.timeStopMs > 0)) {
    complain('timeStopMs', 'positive', options.timeStopMs, 'must be above 0 ms')
  }
  const besideOthers = options.besideOthers === true
  const mustKeepQuantity = besideOthers || (context.hedgeMode && takeProfits.length > 0)
  if (options.bracket === 'native') {
    const canRest = entry.type === 'limit' && (entry.timeInForce === 'GTC' || entry.timeInForce === 'GTX')
    if (!canRest)
      complain('bracket', 'restingEntry', entry.type, 'must be emulated unless the entry is a GTC or GTX limit')
    if (besideOthers) complain('bracket', 'wholePosition', 'native', 'must be emulated beside the size of others')
  }
  const trailing =
    options.trailing === undefined
      ? undefined
      : attempt('trailing', () =>
          parseTrailing(options.trailing ?? { callbackPercent: 0 }, { rules, quantity, mustKeepQuantity }),
        )
  const breakEven =
    options.breakEven === undefined
      ? undefined
      : attempt('breakEven', () => parseBreakEven(options.breakEven ?? {}, takeProfits.length))
  for (const [index, level] of takeProfits.entries()) {
    if ('percent' in level.distance && options.side === 'SELL' && toDecimal(level.distance.percent).gte(100)) {
      complain(`takeProfits[${index}]`, 'below100', level.distance.percent, 'must be below 100 percent for a short')
    }
  }
  if (violations.length === 0) {
    violations.push(
      ...checkOrderOfPrices(
        options.side,
        entry,
        stopDistance,
        takeProfits.map((level) => level.distance),
      ),
    )
  }
  if (violations.length > 0) throw new ParameterError('createTrade', violations)
  const positionSide: PositionSide = context.hedgeMode ? (options.side === 'BUY' ? 'LONG' : 'SHORT') : 'BOTH'
  return Object.freeze({
    tradeId: context.tradeId,
    intentId: options.intentId,
    owner: options.owner ?? context.tradeId,
    symbol: rules.symbol,
    side: options.side,
    positionSide,
    quantity,
    entry,
    takeProfits,
    takeProfitFallback: options.takeProfitFallback ?? 'take',
    stop: {
      distance: stopDistance,
      workingType: stop.workingType ?? 'CONTRACT_PRICE',
      priceProtect: stop.priceProtect === true,
    },
    bracket: options.bracket ?? 'emulated',
    trailing,
    breakEven,
    besideOthers,
    timeStopMs: options.timeStopMs,
    protectWithinMs,
  })
}

/** Stop, entry and take-profits stand in this order, for a short the other way round, as far as prices are known now. */
function checkOrderOfPrices(
  side: 'BUY' | 'SELL',
  entry: EntryPlan,
  stop: Distance,
  takeProfits: readonly Distance[],
): readonly Violation[] {
  const violations: Violation[] = []
  const entryPrices = listEntryPrices(entry)
  const stopPrice = 'price' in stop ? stop.price : undefined
  const isAhead = (price: string, of: string) => toDecimal(price).minus(of).times(getSideSign(side)).gt(0)
  const word = side === 'BUY' ? 'above' : 'below'
  const complain = (field: string, value: string, message: string) =>
    violations.push({ field, rule: 'order', value, message })
  if (entry.type === 'stop' && entry.limitPrice !== undefined && isAhead(entry.stopPrice, entry.limitPrice)) {
    const message = `must not be ${side === 'BUY' ? 'below' : 'above'} stopPrice ${entry.stopPrice}`
    complain('entry.limitPrice', entry.limitPrice, message)
  }
  for (const entryPrice of entryPrices) {
    if (stopPrice === undefined || isAhead(entryPrice, stopPrice)) continue
    complain('stop', stopPrice, `the entry ${entryPrice} must be ${word} it`)
  }
  for (const [index, target] of takeProfits.entries()) {
    if (!('price' in target)) continue
    for (const behind of [...entryPrices, ...(stopPrice === undefined ? [] : [stopPrice])]) {
      if (isAhead(target.price, behind)) continue
      complain(`takeProfits[${index}]`, target.price, `must be ${word} ${behind}`)
    }
  }
  return violations
}
