import type { Random } from '@aster/core'

const pick = <T>(list: readonly T[], random: Random): T => list[random.nextInt(list.length)] as T

/** Values that fit somewhere, and values that fit nowhere. */
const sane = [
  'BTCUSDT',
  'ETHUSDT',
  'BUY',
  'SELL',
  'LIMIT',
  'MARKET',
  'STOP_MARKET',
  'TAKE_PROFIT',
  'TRAILING_STOP_MARKET',
  'GTC',
  'IOC',
  'FOK',
  'GTX',
  'HIDDEN',
  'BOTH',
  'LONG',
  'SHORT',
  'CROSSED',
  'ISOLATED',
  'MARK_PRICE',
  'true',
  'false',
  '0.01',
  '0.001',
  '1',
  '5',
  '95000',
  '96000.1',
  '100',
  '1m',
  '1h',
  'USDT',
  'RESULT',
  'ACK',
  'EXPIRE_MAKER',
  '20',
]
const strange = [
  '',
  ' ',
  '0',
  '-0',
  '-1',
  '1e5',
  '1E400',
  'NaN',
  'Infinity',
  '.',
  '1.',
  '.5',
  '0x10',
  '0.1.2',
  '१२',
  '99999999999999999999',
  '0.00000000000000000001',
  '9007199254740993',
  `1${'0'.repeat(400)}`,
  'null',
  'undefined',
  '[]',
  '{}',
  '[null]',
  '[{}]',
  '[1,"2",[3]]',
  '{"a":1}',
  '[[[[[[[]]]]]]]',
  '{"__proto__":{"x":1}}',
  '[{"symbol":',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "'",
  '"',
  '<b>',
  '\u0000',
  '\r\nX: y',
  '%',
  '%zz',
  '🦊',
  '../../etc/passwd',
  'a'.repeat(5000),
  '\uD800',
  'btcusdt',
  'BTC USDT',
  'BTCUSDT,ETHUSDT',
  '-1e-9',
  '+1',
]
const names = [
  'symbol',
  'side',
  'type',
  'quantity',
  'price',
  'timeInForce',
  'stopPrice',
  'limit',
  'interval',
  'orderId',
  'fromId',
  'origClientOrderId',
  'newClientOrderId',
  'batchOrders',
  'orderIdList',
  'origClientOrderIdList',
  'startTime',
  'endTime',
  'leverage',
  'marginType',
  'reduceOnly',
  'closePosition',
  'positionSide',
  'callbackRate',
  'activationPrice',
  'amount',
  'asset',
  'dualSidePosition',
  'multiAssetsMargin',
  'countdownTime',
  'listenKey',
  'workingType',
  'priceProtect',
  'stpMode',
  'newOrderRespType',
  'kindType',
  'clientTranId',
  'strategyType',
  'subOrderList',
  'pegPriceType',
  'pegOffset',
  'nonce',
  'user',
  'signer',
  'signature',
  'timestamp',
  'recvWindow',
  'pair',
  'contractType',
  'incomeType',
  '__proto__',
  'constructor',
]

export const drawName = (random: Random): string => pick(names, random)

/** A value for a parameter: sane, strange, random bytes, or one of the given ones that belong to somebody else. */
export function drawValue(random: Random, foreign: readonly string[]): string {
  const dice = random.nextInt(20)
  if (dice < 9) return pick(sane, random)
  if (dice < 15) return pick(strange, random)
  if (dice < 17 && foreign.length > 0) return pick(foreign, random)
  return drawText(random, 24)
}

/** Random text of any code point, lone surrogates included. */
export const drawText = (random: Random, maxLength: number): string =>
  Array.from({ length: random.nextInt(maxLength) }, () => String.fromCharCode(random.nextInt(0x1_00_00))).join('')

/** Parameters: an order as it should be with something wrong in it, a list of strange orders, or anything at all. */
export function drawParams(random: Random, foreign: readonly string[]): Record<string, string> {
  const params: Record<string, string> = Object.create(null) as Record<string, string>
  if (random.nextInt(2) === 0) {
    const price = String(90_000 + random.nextInt(12_000))
    Object.assign(params, { symbol: 'BTCUSDT', side: pick(['BUY', 'SELL'], random), type: 'LIMIT', timeInForce: 'GTC' })
    Object.assign(params, { quantity: `0.0${1 + random.nextInt(9)}`, price })
  }
  if (random.nextInt(8) === 0) params['batchOrders'] = drawBatch(random, foreign)
  for (let i = random.nextInt(6); i > 0; i--) params[drawName(random)] = drawValue(random, foreign)
  return params
}

function drawBatch(random: Random, foreign: readonly string[]): string {
  const orders = Array.from({ length: random.nextInt(8) }, () => {
    const order = {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      quantity: '0.01',
      price: '90000',
      timeInForce: 'GTC',
    }
    return random.nextInt(3) === 0 ? order : { ...order, [drawName(random)]: drawValue(random, foreign) }
  })
  const text = JSON.stringify(orders)
  return random.nextInt(6) === 0 ? text.slice(0, random.nextInt(text.length)) : text
}
