import type { Clock } from '@aster/core'

import type { AccountRegistry } from '../accounts/account-registry.ts'
import type { Engine, OrderReference, OrderRequest } from '../engine/types.ts'
import { ApiRefusal, refuse } from '../http/api-refusal.ts'
import { type Handlers, forAccount } from '../http/handler.ts'
import { printable } from '../http/parse-pairs.ts'
import {
  type Params,
  readInteger,
  readIdList,
  readList,
  readObjects,
  readOptionalInteger,
  readOptionalText,
  readOptionalWord,
  readText,
} from '../http/read-params.ts'
import { success } from './answers.ts'
import { checkBuilder } from './check-builder.ts'
import { toAckJson, toOrderJson, toTestJson } from './order-json.ts'
import { unwrap } from './unwrap.ts'

const maxBatch = 5
const maxCancelList = 10
export interface OrderHandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly registry: AccountRegistry
}

/** Placing, changing and cancelling. */
export function createOrderHandlers({ engine, clock, registry }: OrderHandlerParts): Handlers {
  const place = (accountId: string, params: Params, nonceUs: bigint | undefined): unknown => {
    checkBuilder(registry, accountId, params)
    const responseType = readOptionalWord(params, 'newOrderRespType', ['ACK', 'RESULT'], -1136)
    const request = { ...toOrderRequest(params), nonce: nonceUs?.toString() }
    const order = unwrap(engine.placeOrder(accountId, request, clock.now()))
    return responseType === 'RESULT' ? toOrderJson(order, 'action') : toAckJson(order)
  }

  const modify = (accountId: string, params: Params): unknown => {
    const reference = toReference(params)
    const resting = engine.getOpenOrder(accountId, reference)
    const request = {
      ...reference,
      side: readOptionalText(params, 'side') ?? (resting.ok ? resting.value.side : 'BUY'),
      quantity: readText(params, 'quantity'),
      price: readText(params, 'price'),
    }
    return toOrderJson(unwrap(engine.amendOrder(accountId, request, clock.now())), 'action')
  }

  const cancel = (accountId: string, reference: OrderReference): unknown =>
    toOrderJson(unwrap(engine.cancelOrder(accountId, reference, clock.now())), 'action')

  return {
    placeOrder: forAccount(({ caller, params }) => place(caller.accountId, params, caller.nonceUs)),
    testOrder: forAccount(({ caller, params }) => {
      checkBuilder(registry, caller.accountId, params)
      readOptionalWord(params, 'newOrderRespType', ['ACK', 'RESULT'], -1136)
      const request = toOrderRequest(params)
      const refusal = engine.getOrderRefusal(caller.accountId, request)
      if (refusal !== undefined) throw refuse(refusal.code, refusal.msg)
      return toTestJson(request, clock.now())
    }),
    modifyOrder: forAccount(({ caller, params }) => modify(caller.accountId, params)),
    cancelOrder: forAccount(({ caller, params }) => cancel(caller.accountId, toReference(params))),
    placeBatchOrders: forAccount(({ caller, params }) =>
      readBatch(params).map((element) =>
        tryElement(() => {
          if (element['pegPriceType'] !== undefined)
            throw refuse(-1106, "Parameter 'pegPriceType' sent when not required.")
          return place(caller.accountId, element, caller.nonceUs)
        }),
      ),
    ),
    modifyBatchOrders: forAccount(({ caller, params }) =>
      readBatch(params).map((element) => tryElement(() => modify(caller.accountId, element))),
    ),
    cancelBatchOrders: forAccount(({ caller, params }) =>
      readReferences(params).map((reference) => tryElement(() => cancel(caller.accountId, reference))),
    ),
    cancelAllOpenOrders: forAccount(({ caller, params }) => {
      unwrap(engine.cancelAllOrders(caller.accountId, readText(params, 'symbol'), clock.now()))
      return { code: 200, msg: 'The operation of cancel all open order is done.' }
    }),
    countdownCancelAll: forAccount(({ caller, params }) => {
      const symbol = readText(params, 'symbol')
      const countdownMs = readInteger(params, 'countdownTime')
      if (countdownMs < 0) throw refuse(-1130, "Data sent for parameter 'countdownTime' is not valid.")
      const countdown = unwrap(engine.setCountdown(caller.accountId, symbol, countdownMs, clock.now()))
      if (countdownMs > 0) clock.schedule(countdownMs, () => engine.advance(clock.now()))
      return { symbol: countdown.symbol, countdownTime: String(countdown.countdownMs) }
    }),
    noop: forAccount(() => success),
  }
}

/** Hands on what belongs to an order, as text; the engine judges it. Unknown parameters are ignored. */
function toOrderRequest(params: Params): OrderRequest {
  return {
    symbol: readText(params, 'symbol'),
    side: readText(params, 'side'),
    type: readText(params, 'type'),
    positionSide: params['positionSide'],
    timeInForce: params['timeInForce'],
    quantity: params['quantity'],
    price: params['price'],
    stopPrice: params['stopPrice'],
    reduceOnly: params['reduceOnly'],
    closePosition: params['closePosition'],
    activationPrice: params['activationPrice'],
    callbackRate: params['callbackRate'],
    workingType: params['workingType'],
    priceProtect: params['priceProtect'],
    newClientOrderId: params['newClientOrderId'],
    stpMode: params['stpMode'],
    pegPriceType: params['pegPriceType'],
    pegOffset: params['pegOffset'],
  }
}

/** @throws {ApiRefusal} -1102 when neither id is there. */
export function toReference(params: Params): OrderReference {
  const symbol = readText(params, 'symbol')
  const orderId = readOptionalInteger(params, 'orderId')
  const origClientOrderId = readOptionalText(params, 'origClientOrderId')
  if (orderId === undefined && origClientOrderId === undefined) {
    throw refuse(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
  }
  return { symbol, ...(orderId !== undefined && { orderId: String(orderId) }), origClientOrderId }
}

/** The elements of `batchOrders`, each as parameters; numbers and booleans inside are read as their text. */
function readBatch(params: Params): readonly Params[] {
  readText(params, 'batchOrders')
  const list = readObjects(params, 'batchOrders')
  if (list.length < 1 || list.length > maxBatch) throw refuse(-4082)
  return list
}

/** The orders that a list of ids names. */
export function readReferences(params: Params): readonly OrderReference[] {
  const symbol = readText(params, 'symbol')
  const orderIds = readIdList(params, 'orderIdList')
  const clientOrderIds = readList(params, 'origClientOrderIdList')
  const chosen = orderIds ?? clientOrderIds
  if (chosen === undefined) {
    throw refuse(-1102, "Param 'origClientOrderIdList' or 'orderIdList' must be sent, but both were empty/null!")
  }
  if (chosen.length < 1 || chosen.length > maxCancelList) {
    throw refuse(-4032, `Invalid number of orders to cancel; at most ${maxCancelList}.`)
  }
  return chosen.map((id) => {
    const text = String(id)
    if (orderIds === undefined) return { symbol, origClientOrderId: text }
    if (!/^\d{1,16}$/.test(text))
      throw refuse(-1100, `Illegal characters found in parameter 'orderIdList'; '${printable(text)}'.`)
    return { symbol, orderId: text }
  })
}

/** One element of a batch fails alone. */
export function tryElement(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    if (error instanceof ApiRefusal) return { code: error.code, msg: error.message }
    throw error
  }
}
