import { createServer } from 'node:http'

/** A resting order, as the exchange answers a placement. Every request gets it, whatever it asks. */
const answer = JSON.stringify({
  orderId: 8_886_774_413,
  symbol: 'BTCUSDT',
  status: 'NEW',
  clientOrderId: 'bench-1234567-1',
  price: '60000.1',
  avgPrice: '0.00000',
  origQty: '0.001',
  executedQty: '0',
  cumQty: '0',
  cumQuote: '0',
  timeInForce: 'GTX',
  type: 'LIMIT',
  reduceOnly: false,
  closePosition: false,
  side: 'BUY',
  positionSide: 'BOTH',
  stopPrice: '0',
  workingType: 'CONTRACT_PRICE',
  priceProtect: false,
  origType: 'LIMIT',
  updateTime: 1_790_000_000_000,
})

const headers = {
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(answer),
  'x-mbx-used-weight-1m': '1',
  'x-mbx-order-count-10s': '1',
  'x-mbx-order-count-1m': '1',
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  request.once('end', () => response.writeHead(200, headers).end(answer))
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.({ port: address?.port })
})

// whoever started it is gone, or has enough
process.once('disconnect', () => process.exit(0))
