import { defineEndpoint } from '../define-endpoint.ts'
import { countElements } from '../schema/cost.ts'
import { placeStrategyParams } from './strategy-params.ts'
import { strategyReceipt } from './strategy-result.ts'

/** Two or three orders that place and cancel each other: OTO, OCO, OTOCO. Their ids are called `clientOrderId` here. */
export const placeStrategyOrderEndpoint = defineEndpoint({
  name: 'placeStrategyOrder',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/placeStrategyOrder' },
  access: 'trade',
  ownId: 'clientStrategyId',
  // not documented how many count: each order assumed
  orders: countElements('subOrderList'),
  effect: 'write',
  weight: 50,
  params: placeStrategyParams,
  result: strategyReceipt,
})
