import type { HeardRequest } from './lying-link.ts'

/** An order as the exchange would show it, made up from the request that should have placed it. */
export function inventOrder({ params }: HeardRequest, facts: { readonly orderId: number; readonly status: string }) {
  const closePosition = params['closePosition'] === 'true'
  return {
    orderId: facts.orderId,
    symbol: params['symbol'],
    status: facts.status,
    clientOrderId: params['newClientOrderId'],
    price: params['price'] ?? '0',
    avgPrice: '0',
    origQty: params['quantity'] ?? '0',
    executedQty: '0',
    cumQty: '0',
    cumQuote: '0',
    timeInForce: params['timeInForce'] ?? 'GTC',
    type: params['type'],
    reduceOnly: params['reduceOnly'] === 'true',
    closePosition,
    side: params['side'],
    positionSide: params['positionSide'] ?? 'BOTH',
    stopPrice: params['stopPrice'] ?? '0',
    workingType: params['workingType'] ?? 'CONTRACT_PRICE',
    priceProtect: false,
    origType: params['type'],
    time: Math.floor(Number(params['nonce']) / 1_000),
    updateTime: Math.floor(Number(params['nonce']) / 1_000),
  }
}
