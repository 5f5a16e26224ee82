// One order from its id to its end: the id is chosen first, so that a lost answer can be settled by asking.
import { createClientOrderIds, OutcomeUnknownError, parseSymbolRules, roundPriceDown, toDecimal } from '@aster/core'
import { settleOrder } from '@aster/rest'

import { openPaper } from './support/open-paper.ts'

await using paper = await openPaper()
const { rest } = paper
const symbol = 'BTCUSDT'

const { symbols } = await rest.market.getExchangeInfo()
const rules = parseSymbolRules(symbols.find((entry) => entry.symbol === symbol)!)
const { bids } = await rest.market.getDepth({ symbol, limit: 5 })
const price = roundPriceDown(rules, toDecimal(bids[0]![0]).times('0.999'))

const clientOrderId = createClientOrderIds({ prefix: 'example', random: paper.random }).next()
const sentAtMs = paper.clock.now()
try {
  const order = await rest.trading.placeOrder({
    symbol,
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTX',
    quantity: '0.01',
    price,
    newClientOrderId: clientOrderId,
  })
  console.log('placed', order.orderId, order.status, 'at', order.price)
} catch (error) {
  if (!(error instanceof OutcomeUnknownError)) throw error
  console.log('settled:', await settleOrder(rest, { symbol, clientOrderId, nonceUs: error.nonce, sentAtMs }))
}
const cancelled = await rest.trading.cancelOrder({ symbol, origClientOrderId: clientOrderId })
console.log('cancelled', cancelled.clientOrderId, cancelled.status)
