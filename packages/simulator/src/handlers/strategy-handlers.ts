import type { StrategyLegRequest, StrategyLegView, StrategyView } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import {
  type Params,
  readInteger,
  readLimit,
  readObjects,
  readOptionalInteger,
  readOptionalText,
  readText,
  readTimeWindow,
  readWord,
} from '../http/read-params.ts'
import { checkBuilder } from './check-builder.ts'
import type { OrderHandlerParts } from './order-handlers.ts'
import { unwrap } from './unwrap.ts'

const types = ['OTO', 'OCO', 'OTOCO'] as const
const mostLegs = 3
const historyMs = 90 * 86_400_000

/** Orders that place, cancel and move each other. */
export function createStrategyHandlers({ engine, clock, registry }: OrderHandlerParts): Handlers {
  const readReference = (params: Params) => {
    const strategyId = readOptionalInteger(params, 'strategyId')?.toString()
    const clientStrategyId = readOptionalText(params, 'clientStrategyId')
    if (strategyId !== undefined && clientStrategyId !== undefined) {
      throw refuse(-1128, "Combination of parameters 'strategyId' and 'clientStrategyId' is invalid.")
    }
    return { strategyId, clientStrategyId, strategyType: readWord(params, 'strategyType', types) }
  }

  return {
    placeStrategyOrder: forAccount(({ caller, params }) => {
      const request = {
        clientStrategyId: readOptionalText(params, 'clientStrategyId'),
        strategyType: readWord(params, 'strategyType', types),
        legs: readLegs(params),
      }
      checkBuilder(registry, caller.accountId, params)
      return toReceipt(unwrap(engine.placeStrategy(caller.accountId, request, clock.now())))
    }),
    updateStrategyOrder: forAccount(({ caller, params }) => {
      const request = {
        strategyId: String(readInteger(params, 'strategyId')),
        strategyType: readWord(params, 'strategyType', types),
        legs: readLegs(params),
      }
      const { strategy, updates } = unwrap(engine.updateStrategy(caller.accountId, request, clock.now()))
      return updates.map(({ subId, failureCode, failureReason }) => ({
        ...toReceipt(strategy),
        updatedSubOrder: subId,
        updateStatus: failureCode === 0 ? 'SUCCESS' : 'FAILED',
        failureCode,
        failureReason,
      }))
    }),
    getOpenStrategy: forAccount(({ caller, params }) =>
      toStrategyJson(unwrap(engine.getStrategy(caller.accountId, readReference(params), true))),
    ),
    getStrategyHistory: forAccount(({ caller, params }) => {
      readLimit(params, 500, 1000)
      const { startTime, endTime } = readTimeWindow(params)
      if (startTime !== undefined && startTime < clock.now() - historyMs)
        throw refuse(-1130, "Data sent for parameter 'startTime' is not valid.")
      const strategy = unwrap(engine.getStrategy(caller.accountId, readReference(params), false))
      const isInside = strategy.bookMs >= (startTime ?? 0) && strategy.bookMs <= (endTime ?? Infinity)
      if (!isInside) throw refuse(-2013)
      return toStrategyJson(strategy)
    }),
    chaseOrder: forAccount(({ caller, params }) => {
      const request = {
        symbol: readText(params, 'symbol'),
        side: readText(params, 'side'),
        positionSide: readOptionalText(params, 'positionSide'),
        quantityUnit: readText(params, 'quantityUnit'),
        quantity: readText(params, 'quantity'),
        reduceOnly: readOptionalText(params, 'reduceOnly'),
        chaseOffset: readOptionalText(params, 'chaseOffset'),
        chaseOffsetType: readOptionalText(params, 'chaseOffsetType'),
        maxChaseOffset: readOptionalText(params, 'maxChaseOffset'),
        maxChaseOffsetType: readOptionalText(params, 'maxChaseOffsetType'),
        timeInForce: readOptionalText(params, 'timeInForce'),
        clientStrategyId: readOptionalText(params, 'clientStrategyId'),
      }
      return toChaseJson(unwrap(engine.placeChase(caller.accountId, request, clock.now())))
    }),
  }
}

function readLegs(params: Params): readonly StrategyLegRequest[] {
  const legs = readObjects(params, 'subOrderList')
  if (legs.length < 1 || legs.length > mostLegs)
    throw refuse(-1130, "Data sent for parameter 'subOrderList' is not valid.")
  return legs.map((leg) => ({
    ...leg,
    strategySubId: readText(leg, 'strategySubId'),
    securityType: readText(leg, 'securityType'),
    symbol: readText(leg, 'symbol'),
    side: readText(leg, 'side'),
    type: readText(leg, 'type'),
  }))
}

/** The short answer of placing or changing. */
const toReceipt = (strategy: StrategyView) => ({
  strategyId: Number(strategy.strategyId),
  clientStrategyId: strategy.clientStrategyId,
  strategyType: strategy.strategyType,
  strategyStatus: strategy.status,
  updateTime: strategy.updateMs,
  failureCode: strategy.failureCode,
  failureReason: strategy.failureReason,
})

const toStrategyJson = (strategy: StrategyView) => ({
  strategyId: Number(strategy.strategyId),
  clientStrategyId: strategy.clientStrategyId,
  strategyType: strategy.strategyType,
  strategyStatus: strategy.status,
  bookTime: strategy.bookMs,
  updateTime: strategy.updateMs,
  subOrders: strategy.legs.map((leg) => toSubOrderJson(strategy, leg)),
})

function toSubOrderJson(strategy: StrategyView, leg: StrategyLegView) {
  const { order, request } = leg
  const [first, second] = leg.links
  return {
    strategyId: Number(strategy.strategyId),
    ...(order !== undefined && { orderId: Number(order.orderId) }),
    clientOrderId: order?.clientOrderId ?? request.newClientOrderId ?? '',
    status: leg.status,
    strategySubId: leg.subId,
    ...(first !== undefined && {
      firstDrivenId: first.drivenId,
      firstDrivenOn: first.drivenOn,
      firstTrigger: first.trigger,
    }),
    ...(second !== undefined && {
      secondDrivenId: second.drivenId,
      secondDrivenOn: second.drivenOn,
      secondTrigger: second.trigger,
    }),
    securityType: 'FUTURE',
    symbol: request.symbol,
    side: leg.side,
    positionSide: leg.positionSide,
    type: request.type,
    timeInForce: leg.timeInForce,
    quantity: order?.origQty ?? request.quantity ?? '0',
    reduceOnly: request.reduceOnly?.toLowerCase() === 'true',
    closePosition: request.closePosition?.toLowerCase() === 'true',
    price: order?.price ?? request.price ?? '0',
    avgPrice: order?.avgPrice ?? '0',
    priceProtect: request.priceProtect?.toLowerCase() === 'true',
    stopPrice: order?.stopPrice ?? request.stopPrice ?? '0',
    activatePrice: request.activationPrice ?? null,
    callbackRate: request.callbackRate ?? null,
    workingType: request.workingType ?? 'CONTRACT_PRICE',
    triggerTime: leg.triggerMs,
  }
}

/** All fields of the documented form, with the ones of the short form that was recorded. */
function toChaseJson(strategy: StrategyView) {
  const [leg] = strategy.legs
  const { chase } = strategy
  return {
    ...toReceipt(strategy),
    symbol: strategy.symbol,
    side: leg?.side,
    positionSide: leg?.positionSide,
    quantity: chase?.quantity,
    quantityUnit: chase?.quantityUnit,
    reduceOnly: leg?.request.reduceOnly?.toLowerCase() === 'true',
    chaseOffset: chase?.chaseOffset,
    chaseOffsetType: 'ABSOLUTE',
    ...(chase?.maxChaseOffset !== undefined && {
      maxChaseOffset: chase.maxChaseOffset,
      maxChaseOffsetType: chase.maxChaseOffsetType,
    }),
    timeInForce: leg?.timeInForce,
    bookTime: strategy.bookMs,
  }
}
