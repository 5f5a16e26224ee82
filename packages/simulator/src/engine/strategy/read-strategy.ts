import type { Account } from '../account.ts'
import type { EngineContext } from '../context.ts'
import { readOrder } from '../read-order.ts'
import { accept, refuse, refuseMissing, refuseValue } from '../refusal.ts'
import type { OrderRequest, Outcome, Refusal } from '../types.ts'
import type { DrivenOn, StrategyLegRequest, StrategyLink, StrategyRequest, StrategyTrigger } from './strategy-types.ts'

const legCounts: Readonly<Record<string, number>> = { OTO: 2, OCO: 2, OTOCO: 3 }
const drivenOns: ReadonlySet<string> = new Set<DrivenOn>([
  'NEW',
  'PARTIALLY_FILLED_OR_FILLED',
  'FILLED',
  'CANCELED',
  'REPLACED',
  'STOPPED',
  'REJECTED',
  'EXPIRED',
])
const clientIdForm = /^[.A-Z:/a-z0-9_-]{1,28}$/

/** A leg that passed every check on its own words. */
export interface LegPlan {
  readonly subId: number
  readonly links: readonly StrategyLink[]
  readonly endsWithPosition: boolean
  readonly request: OrderRequest
}

/** Reads a strategy as it was sent: its type, its legs, the conditions between them. What is read is not yet checked against book and account. */
export function readStrategy(
  context: EngineContext,
  account: Account,
  request: StrategyRequest,
): Outcome<{ readonly type: 'OTO' | 'OCO' | 'OTOCO'; readonly symbol: string; readonly legs: readonly LegPlan[] }> {
  const { strategyType: type, legs } = request
  if (type !== 'OTO' && type !== 'OCO' && type !== 'OTOCO') return refuseValue('strategyType')
  if (legs.length !== legCounts[type]) return refuseValue('subOrderList')
  const wrongId = checkClientStrategyId(account, request.clientStrategyId)
  if (wrongId !== undefined) return wrongId
  const symbol = legs[0]?.symbol ?? ''
  const plans: LegPlan[] = []
  for (const [index, leg] of legs.entries()) {
    if (leg.strategySubId !== String(index + 1)) return refuseValue('strategySubId')
    if (leg.symbol !== symbol) return refuseValue('symbol')
    const links = readLinks(leg, legs.length)
    if ('ok' in links) return links
    const order = readLegOrder(context, account, leg)
    if (!order.ok) return order
    const chosen = links.length > 0 ? links : defaultLinks(type, index + 1)
    plans.push({
      subId: index + 1,
      links: chosen,
      endsWithPosition: leg.timeInForce === 'GTE_GTC',
      request: order.value,
    })
  }
  const ids = plans.map((plan) => plan.request.newClientOrderId).filter((id) => id !== undefined)
  if (new Set(ids).size < ids.length) return refuse(-4116)
  return checkShape(type, plans) ?? accept({ type, symbol, legs: plans })
}

/** Turns a leg into the order that it will be, and checks its words and numbers by the rules of now. */
export function readLegOrder(context: EngineContext, account: Account, leg: StrategyLegRequest): Outcome<OrderRequest> {
  if (leg.securityType !== 'USDT_FUTURES') return refuseValue('securityType')
  if (leg.timeInForce === 'IOC' || leg.timeInForce === 'FOK') return refuse(-1115)
  const { clientOrderId, timeInForce } = leg
  const request: OrderRequest = {
    symbol: leg.symbol,
    side: leg.side,
    type: leg.type,
    positionSide: leg.positionSide,
    timeInForce: timeInForce === 'GTE_GTC' ? 'GTC' : timeInForce,
    quantity: leg.quantity,
    price: leg.price,
    stopPrice: leg.stopPrice,
    reduceOnly: leg.reduceOnly,
    closePosition: leg.closePosition,
    activationPrice: leg.activationPrice,
    callbackRate: leg.callbackRate,
    workingType: leg.workingType,
    priceProtect: leg.priceProtect,
    newClientOrderId: clientOrderId,
  }
  const read = readOrder(context, account, request)
  return read.ok ? accept(request) : read
}

/** Ids of open strategies are unique per account. */
export function checkClientStrategyId(account: Account, id: string | undefined): Refusal | undefined {
  if (id === undefined) return undefined
  if (!clientIdForm.test(id)) {
    return refuse(
      -1100,
      "Illegal characters found in parameter 'clientStrategyId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,28}$'.",
    )
  }
  for (const strategy of account.openStrategies.values()) if (strategy.clientId === id) return refuse(-4116)
  return undefined
}

function readLinks(leg: StrategyLegRequest, count: number): readonly StrategyLink[] | Refusal {
  const links: StrategyLink[] = []
  for (const place of ['first', 'second'] as const) {
    const [drivenId, drivenOn, trigger] = [
      leg[`${place}DrivenId`],
      leg[`${place}DrivenOn`],
      leg[`${place}Trigger`],
    ] as const
    if (drivenId === undefined && drivenOn === undefined && trigger === undefined) continue
    if (drivenId === undefined) return refuseMissing(`${place}DrivenId`)
    if (drivenOn === undefined) return refuseMissing(`${place}DrivenOn`)
    if (trigger === undefined) return refuseMissing(`${place}Trigger`)
    const driver = /^[1-3]$/.test(drivenId) ? Number(drivenId) : 0
    if (driver === 0 || driver > count || drivenId === leg.strategySubId) return refuseValue(`${place}DrivenId`)
    if (!drivenOns.has(drivenOn)) return refuseValue(`${place}DrivenOn`)
    if (trigger !== 'PLACE_ORDER' && trigger !== 'CANCEL_ORDER') return refuseValue(`${place}Trigger`)
    links.push({ drivenId: driver, drivenOn: drivenOn as DrivenOn, trigger: trigger satisfies StrategyTrigger })
  }
  return links
}

/** What a leg without conditions does: exits appear with the first fill, and the first fill of one ends the other. */
function defaultLinks(type: 'OTO' | 'OCO' | 'OTOCO', subId: number): readonly StrategyLink[] {
  const on = 'PARTIALLY_FILLED_OR_FILLED'
  const placedBy: StrategyLink = { drivenId: 1, drivenOn: on, trigger: 'PLACE_ORDER' }
  const endedBy = (drivenId: number): StrategyLink => ({ drivenId, drivenOn: on, trigger: 'CANCEL_ORDER' })
  if (type === 'OCO') return [endedBy(3 - subId)]
  if (subId === 1) return []
  return type === 'OTO' ? [placedBy] : [placedBy, endedBy(5 - subId)]
}

/** OTO and OTOCO: the first leg is placed at once and the others by it; OCO: both at once. */
function checkShape(type: 'OTO' | 'OCO' | 'OTOCO', legs: readonly LegPlan[]): Refusal | undefined {
  for (const { subId, links } of legs) {
    const places = links.filter(({ trigger }) => trigger === 'PLACE_ORDER')
    const mustWait = type !== 'OCO' && subId > 1
    if (mustWait !== places.length > 0 || places.some(({ drivenId }) => drivenId !== 1)) {
      return refuseValue('firstTrigger')
    }
  }
  return undefined
}
