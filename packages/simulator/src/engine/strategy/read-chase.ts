import type { Account } from '../account.ts'
import { findBestOfOthers } from '../best-of-others.ts'
import type { EngineContext } from '../context.ts'
import type { Instrument } from '../instrument.ts'
import type { Market } from '../market.ts'
import { oneUnit, parseMoney } from '../money.ts'
import { readLots } from '../read-number.ts'
import { accept, refuse, refuseMissing, refuseValue } from '../refusal.ts'
import type { Sign } from '../side-sign.ts'
import type { Outcome, Refusal } from '../types.ts'
import { checkClientStrategyId } from './read-strategy.ts'
import type { ChaseRequest, ChaseView } from './strategy-types.ts'

export interface ChaseWish {
  readonly market: Market
  readonly sign: Sign
  readonly lots: number
  /** Where it begins. */
  readonly priceTicks: number
  readonly offsetTicks: number
  readonly maxDistanceTicks: number
  readonly view: ChaseView
}

/** Reads a chase as it was sent and finds the price at which it begins. */
export function readChase(context: EngineContext, account: Account, request: ChaseRequest): Outcome<ChaseWish> {
  const market = context.markets.get(request.symbol)
  if (market === undefined) return refuse(-1121)
  if (request.side !== 'BUY' && request.side !== 'SELL') return refuse(-1117)
  const sign: Sign = request.side === 'BUY' ? 1 : -1
  const { timeInForce = 'GTX' } = request
  if (timeInForce !== 'GTX' && timeInForce !== 'GTC' && timeInForce !== 'HIDDEN') return refuse(-1115)
  const wrongId = checkClientStrategyId(account, request.clientStrategyId)
  if (wrongId !== undefined) return wrongId
  if ((request.chaseOffsetType ?? 'ABSOLUTE') !== 'ABSOLUTE') {
    return request.chaseOffsetType === 'PERCENTAGE' ? refuse(-1020) : refuseValue('chaseOffsetType')
  }
  const { instrument } = market
  const { chaseOffset = '0' } = request
  const offsetTicks = Number(chaseOffset) === 0 ? 0 : instrument.rules.priceGrid.parse(chaseOffset)
  if (offsetTicks === undefined || offsetTicks < 0 || chaseOffset === '' || offsetTicks % instrument.tickUnits !== 0)
    return refuseValue('chaseOffset')
  const best = findBestOfOthers(market, sign)
  if (best === undefined) return refuse(-1112)
  const priceTicks = best - sign * offsetTicks
  if (priceTicks < 1) return refuseValue('chaseOffset')
  const maxDistanceTicks = readMaxDistance(instrument, request, priceTicks)
  if (typeof maxDistanceTicks !== 'number') return maxDistanceTicks
  const lots = readChaseLots(market, request)
  if (typeof lots !== 'number') return lots
  if (lots < Math.max(instrument.minLots, instrument.marketMinLots)) return refuse(-4004)
  const view: ChaseView = {
    quantity: request.quantity,
    quantityUnit: request.quantityUnit,
    chaseOffset,
    maxChaseOffset: request.maxChaseOffset,
    maxChaseOffsetType: request.maxChaseOffsetType ?? 'ABSOLUTE',
  }
  return accept({ market, sign, lots, priceTicks, offsetTicks, maxDistanceTicks, view })
}

function readMaxDistance(instrument: Instrument, request: ChaseRequest, priceTicks: number): number | Refusal {
  const { maxChaseOffset, maxChaseOffsetType = 'ABSOLUTE' } = request
  if (maxChaseOffset === undefined) return Infinity
  if (maxChaseOffsetType === 'ABSOLUTE') {
    const ticks = instrument.rules.priceGrid.parse(maxChaseOffset)
    return ticks === undefined || ticks <= 0 || ticks % instrument.tickUnits !== 0
      ? refuseValue('maxChaseOffset')
      : ticks
  }
  if (maxChaseOffsetType !== 'PERCENTAGE') return refuseValue('maxChaseOffsetType')
  const isPercent = /^\d{1,6}(?:\.\d{1,2})?$/.test(maxChaseOffset) && Number(maxChaseOffset) > 0
  return isPercent
    ? Math.floor((priceTicks * Math.round(Number(maxChaseOffset) * 100)) / 10_000)
    : refuseValue('maxChaseOffset')
}

/** QUOTE is turned into whole lots at the mark price, rounded down. */
function readChaseLots(market: Market, request: ChaseRequest): number | Refusal {
  if (request.quantityUnit === 'BASE') return readLots(market.instrument, request.quantity)
  if (request.quantityUnit !== 'QUOTE') {
    return request.quantityUnit === '' ? refuseMissing('quantityUnit') : refuseValue('quantityUnit')
  }
  const value = parseMoney(request.quantity)
  if (value === undefined) return refuseMissing('quantity')
  if (market.markLotE8 === 0n) return refuse(-1112)
  const lots = (value * oneUnit) / market.markLotE8
  if (lots > BigInt(Number.MAX_SAFE_INTEGER)) return refuse(-4005)
  return lots > 0n ? Number(lots) : refuse(value > 0n ? -4004 : -4003)
}
