import { orderTypeRules } from '@aster/api'

import type { Account } from './account.ts'
import type { EngineContext } from './context.ts'
import type { Market } from './market.ts'
import type { OrderDraft } from './order.ts'
import { checkLots, readLots, readTicks } from './read-number.ts'
import { readPeg } from './read-peg.ts'
import { accept, refuse, refuseExtra, refuseMissing, refuseValue } from './refusal.ts'
import type { OrderRequest, Outcome, PositionSide, Refusal, StpMode } from './types.ts'

type TypeName = keyof typeof orderTypeRules

const marketLike = new Set(['MARKET', 'STOP_MARKET', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'])
const knownTimesInForce = new Set(['GTC', 'IOC', 'FOK', 'GTX', 'HIDDEN'])
const stpModes = new Set(['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH'])
const clientIdForm = /^[.A-Z:/a-z0-9_-]+$/

/** Reads an order as it was sent and checks what needs no look at the market: words, combinations, numbers, grids. */
export function readOrder(
  context: EngineContext,
  account: Account,
  request: OrderRequest,
): Outcome<{ readonly market: Market; readonly draft: OrderDraft }> {
  const market = context.markets.get(request.symbol)
  if (market === undefined) return refuse(-1121)
  const wrong = checkWords(market, request) ?? checkFields(request) ?? checkClientOrderId(request.newClientOrderId)
  if (wrong !== undefined) return wrong
  const positionSide = (request.positionSide ?? 'BOTH') as PositionSide
  const wrongMode = checkPositionSide(account, request, positionSide)
  if (wrongMode !== undefined) return wrongMode

  const { instrument } = market
  const type = request.type as TypeName
  const lots = request.quantity === undefined ? 0 : readLots(instrument, request.quantity)
  if (typeof lots !== 'number') return lots
  const wrongLots = lots === 0 ? undefined : checkLots(instrument, lots, marketLike.has(type))
  if (wrongLots !== undefined) return wrongLots
  const prices: Record<'price' | 'stopPrice' | 'activationPrice', number> = {
    price: 0,
    stopPrice: 0,
    activationPrice: 0,
  }
  for (const name of ['price', 'stopPrice', 'activationPrice'] as const) {
    const text = request[name]
    if (text === undefined) continue
    const ticks = readTicks(instrument, name, text)
    if (typeof ticks !== 'number') return ticks
    prices[name] = ticks
  }
  const pegged = readPeg(market, request)
  if (!pegged.ok) return pegged
  const peg = pegged.value
  const callbackE8 = request.callbackRate === undefined ? 0 : readCallback(request.callbackRate)
  if (typeof callbackE8 !== 'number') return callbackE8

  return accept({
    market,
    draft: {
      sign: request.side === 'BUY' ? 1 : -1,
      positionSide,
      type,
      timeInForce: request.timeInForce ?? 'GTC',
      lots,
      priceTicks: peg?.priceTicks ?? prices.price,
      stopTicks: prices.stopPrice,
      activationTicks: prices.activationPrice,
      callbackE8,
      workingType: request.workingType === 'MARK_PRICE' ? 'MARK_PRICE' : 'CONTRACT_PRICE',
      reduceOnly: isTrue(request.reduceOnly),
      closePosition: isTrue(request.closePosition),
      priceProtect: isTrue(request.priceProtect),
      stpMode: (request.stpMode as StpMode | undefined) ?? account.stpMode,
      clientOrderId: request.newClientOrderId,
      peg: peg?.peg,
      hasOwnStpMode: request.stpMode !== undefined,
      nonce: request.nonce,
    },
  })
}

const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === 'true'
const isFalse = (text: string | undefined): boolean => text?.toLowerCase() === 'false'

/** Enumerations, and that no parameter is empty. */
function checkWords(market: Market, request: OrderRequest): Refusal | undefined {
  const { entry } = market.instrument
  for (const name in request) {
    if (request[name as keyof OrderRequest] !== '') continue
    return name === 'newClientOrderId' ? refuse(-1118) : refuse(-1105, `Parameter '${name}' was empty.`)
  }
  if (request.side !== 'BUY' && request.side !== 'SELL') return refuse(-1117)
  if (!Object.hasOwn(orderTypeRules, request.type) || !entry.orderTypes.includes(request.type)) return refuse(-1116)
  const { timeInForce, workingType, stpMode, positionSide } = request
  if (timeInForce !== undefined && !(knownTimesInForce.has(timeInForce) && entry.timeInForce.includes(timeInForce))) {
    return refuse(-1115)
  }
  if (workingType !== undefined && workingType !== 'CONTRACT_PRICE' && workingType !== 'MARK_PRICE')
    return refuse(-4031)
  if (stpMode !== undefined && !stpModes.has(stpMode)) return refuseValue('stpMode')
  if (positionSide !== undefined && positionSide !== 'BOTH' && positionSide !== 'LONG' && positionSide !== 'SHORT') {
    return refuse(-4060)
  }
  for (const name of ['reduceOnly', 'closePosition', 'priceProtect'] as const) {
    const value = request[name]
    if (value !== undefined && !isTrue(value) && !isFalse(value)) return refuseValue(name)
  }
  return undefined
}

/** Which parameters belong together. A flag that says false counts as absent. */
function checkFields(request: OrderRequest): Refusal | undefined {
  const rule = orderTypeRules[request.type as TypeName]
  const fields = request as Readonly<Record<string, string | undefined>> & OrderRequest
  const closesAll = isTrue(request.closePosition)
  for (const name of rule.forbidden) {
    if (fields[name] !== undefined && !isFalse(fields[name])) return refuseExtra(name)
  }
  if (marketLike.has(request.type) && request.timeInForce !== undefined && request.timeInForce !== 'GTC')
    return refuse(-1115)
  if (closesAll) {
    if (request.quantity !== undefined) return refuse(-4137)
    if (isTrue(request.reduceOnly)) return refuseExtra('reduceOnly')
    if (isFalse(request.reduceOnly)) return refuse(-4138)
  }
  for (const name of rule.mandatory) {
    const isPegged = name === 'price' && request.type === 'LIMIT' && request.pegPriceType !== undefined
    if (fields[name] === undefined && !isPegged) return refuseMissing(name)
  }
  return request.quantity === undefined && !closesAll ? refuseMissing('quantity') : undefined
}

function checkClientOrderId(id: string | undefined): Refusal | undefined {
  if (id === undefined) return undefined
  if (id.length > 36) return refuse(-4015, 'Client order id length should not be more than 36 chars')
  if (!clientIdForm.test(id)) {
    return refuse(
      -1100,
      "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'.",
    )
  }
  return id.startsWith('autoclose-') || id.startsWith('adl_') ? refuse(-4015) : undefined
}

function checkPositionSide(account: Account, request: OrderRequest, positionSide: PositionSide): Refusal | undefined {
  if (account.hedgeMode !== (positionSide !== 'BOTH')) return refuse(-4061)
  if (!account.hedgeMode) return undefined
  if (request.reduceOnly !== undefined) return refuseExtra('reduceOnly')
  const opens = (request.side === 'BUY') === (positionSide === 'LONG')
  return opens && isTrue(request.closePosition) ? refuse(-2022) : undefined
}

/** Percent, 0.1 to 5, in 1e-8. */
function readCallback(text: string): number | Refusal {
  const percent = Number(text)
  if (!/^\d+(?:\.\d+)?$/.test(text)) return refuseMissing('callbackRate')
  return percent >= 0.1 && percent <= 5 ? Math.round(percent * 1e8) : refuseValue('callbackRate')
}
