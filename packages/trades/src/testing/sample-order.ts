import type { Fill } from '../fills/fill.ts'
import type { Evidence } from '../orders/evidence.ts'
import { foldOrder } from '../orders/fold-order.ts'
import type { OrderTerms } from '../orders/order-terms.ts'
import { createOrderView, type OrderView } from '../orders/order-view.ts'

/** Terms of a limit buy, for tests. */
export const sampleTerms = (changes: Partial<OrderTerms> = {}): OrderTerms => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  positionSide: 'BOTH',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '100',
  stopPrice: '0',
  workingType: 'CONTRACT_PRICE',
  reduceOnly: false,
  closePosition: false,
  ...changes,
})

/** One execution, for tests. */
export const sampleFill = (changes: Partial<Fill> = {}): Fill => ({
  symbol: 'BTCUSDT',
  orderId: '1',
  tradeId: '1',
  side: 'BUY',
  positionSide: 'BOTH',
  price: '100',
  quantity: '1',
  liquidity: 'maker',
  fee: '0',
  feeAsset: undefined,
  realizedPnl: '0',
  timeMs: 1,
  ...changes,
})

/** An order after some evidence, for tests. */
export const sampleOrder = (
  clientOrderId: string,
  terms: Partial<OrderTerms>,
  ...evidence: readonly Partial<Evidence>[]
): OrderView =>
  evidence.reduce<OrderView>(
    (view, change) => foldOrder(view, { clientOrderId, state: 'sent', timeMs: 0, ...change }),
    createOrderView(clientOrderId, sampleTerms(terms)),
  )
