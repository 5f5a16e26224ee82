import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createClientOrderIds } from '../client-order-ids/create-client-order-ids.ts'
import { toDecimal } from '../decimal/decimal.ts'
import { orderTypes } from '../domain/order-words.ts'
import { ParameterError } from '../errors/index.ts'
import { createSeededRandom } from '../random/seeded-random.ts'
import { type ExchangeInfoSymbol, parseSymbolRules } from '../rules/parse-symbol-rules.ts'
import type { OrderContext, OrderParameters } from './order-parameters.ts'
import { assertOrder, validateOrder } from './validate-order.ts'

const entry: ExchangeInfoSymbol = {
  symbol: 'ETHUSDT',
  status: 'TRADING',
  baseAsset: 'ETH',
  quoteAsset: 'USDT',
  marginAsset: 'USDT',
  pricePrecision: 2,
  quantityPrecision: 3,
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '39.90', maxPrice: '1000000', tickSize: '0.10' },
    { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '10000', stepSize: '0.001' },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.01', maxQty: '2000', stepSize: '0.01' },
    { filterType: 'MAX_NUM_ORDERS', limit: 200 },
    { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
    { filterType: 'MIN_NOTIONAL', notional: '5' },
    { filterType: 'PERCENT_PRICE', multiplierUp: '1.0200', multiplierDown: '0.9800', multiplierDecimal: '4' },
  ],
  orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
  timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'RPI', 'HIDDEN'],
}
const rules = parseSymbolRules(entry)

type Changes = Partial<Record<keyof OrderParameters, string | boolean | undefined>>

const examples: Readonly<Record<string, OrderParameters>> = {
  LIMIT: { symbol: 'ETHUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '3000' },
  MARKET: { symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '1' },
  STOP: { symbol: 'ETHUSDT', side: 'SELL', type: 'STOP', quantity: '1', price: '2890', stopPrice: '2900' },
  TAKE_PROFIT: {
    symbol: 'ETHUSDT',
    side: 'SELL',
    type: 'TAKE_PROFIT',
    quantity: '1',
    price: '3100',
    stopPrice: '3110',
  },
  STOP_MARKET: { symbol: 'ETHUSDT', side: 'SELL', type: 'STOP_MARKET', quantity: '1', stopPrice: '2900' },
  TAKE_PROFIT_MARKET: { symbol: 'ETHUSDT', side: 'SELL', type: 'TAKE_PROFIT_MARKET', quantity: '1', stopPrice: '3100' },
  TRAILING_STOP_MARKET: {
    symbol: 'ETHUSDT',
    side: 'SELL',
    type: 'TRAILING_STOP_MARKET',
    quantity: '1',
    callbackRate: '1',
  },
}

const order = (type: string, changes: Changes = {}): OrderParameters =>
  ({ ...examples[type], ...changes }) as OrderParameters

const judge = (type: string, changes: Changes = {}, context: OrderContext = {}) =>
  validateOrder(rules, order(type, changes), context)

/** `field rule code suggestion` of each violation. */
const brief = (type: string, changes: Changes = {}, context: OrderContext = {}) =>
  judge(type, changes, context).map(({ field, rule, code, suggestion }) =>
    [field, rule, code, suggestion].filter((part) => part !== undefined).join(' '),
  )

const now = { markPrice: '3000', lastPrice: '3000' }

describe('validateOrder', () => {
  it.each(orderTypes)('finds nothing in a plain %s order', (type) => {
    expect(judge(type, {}, { ...now, openOrders: 3, openAlgoOrders: 3, hedgeMode: false })).toEqual([])
  })

  it('says field, rule, value, limit, suggestion and code', () => {
    expect(judge('LIMIT', { price: '3000.07' })).toEqual([
      {
        field: 'price',
        rule: 'PRICE_FILTER.tickSize',
        value: '3000.07',
        message: 'is a multiple of 0.1',
        suggestion: '3000',
        code: -4014,
      },
    ])
  })

  it('names every broken rule at once', () => {
    expect(
      brief('LIMIT', { price: '3000.07', quantity: '0.0005', timeInForce: 'NOW', newClientOrderId: 'a b' }),
    ).toEqual([
      'timeInForce words -1115',
      'newClientOrderId clientOrderId -4015',
      'price PRICE_FILTER.tickSize -4014 3000',
      'quantity LOT_SIZE.minQty -4004 0.001',
      'quantity MIN_NOTIONAL.notional -4164 0.002',
    ])
  })

  describe('words', () => {
    it.each<[string, Changes, string]>([
      ['LIMIT', { symbol: 'BTCUSDT' }, 'symbol symbol -1121 ETHUSDT'],
      ['LIMIT', { side: 'buy' }, 'side words -1117 BUY'],
      ['LIMIT', { side: 'LONG' }, 'side words -1117'],
      ['LIMIT', { positionSide: 'NET' }, 'positionSide words -4060'],
      ['LIMIT', { type: 'limit' }, 'type words -1116 LIMIT'],
      ['LIMIT', { timeInForce: 'GTD' }, 'timeInForce words -1115'],
      ['STOP_MARKET', { workingType: 'LAST' }, 'workingType words -4031'],
      ['LIMIT', { newOrderRespType: 'FULL' }, 'newOrderRespType words -1136'],
      ['LIMIT', { stpMode: 'NONE' }, 'stpMode words -1130'],
      ['LIMIT', { reduceOnly: 'yes' }, 'reduceOnly switch -1102'],
      ['LIMIT', { price: '3e3' }, 'price decimal -1102'],
      ['LIMIT', { quantity: '' }, 'quantity decimal -1102'],
      ['LIMIT', { quantity: ' 1' }, 'quantity decimal -1102'],
      ['LIMIT', { quantity: 'NaN' }, 'quantity decimal -1102'],
      ['LIMIT', { newClientOrderId: 'autoclose-1' }, 'newClientOrderId clientOrderId -4015'],
      ['LIMIT', { newClientOrderId: 'adl_1' }, 'newClientOrderId clientOrderId -4015'],
      ['LIMIT', { newClientOrderId: 'x'.repeat(37) }, 'newClientOrderId clientOrderId -4015'],
      ['LIMIT', { newClientOrderId: '' }, 'newClientOrderId clientOrderId -4015'],
      ['LIMIT', { builder: '0x1' }, 'feeRate required -1102'],
      ['LIMIT', { feeRate: '0.0001' }, 'builder required -1102'],
    ])('%s %o', (type, changes, expected) => {
      expect(brief(type, changes)).toEqual([expected])
    })

    it('takes switches as text of any case and as booleans', () => {
      for (const reduceOnly of [true, false, 'true', 'FALSE']) expect(judge('LIMIT', { reduceOnly })).toEqual([])
    })

    it('takes only what the symbol lists', () => {
      const narrow = parseSymbolRules({ ...entry, timeInForce: ['GTC', 'IOC', 'GTX'], orderTypes: ['LIMIT'] })
      const rulesOf = (changes: Changes, type = 'LIMIT') =>
        validateOrder(narrow, order(type, changes)).map(({ field }) => field)
      expect(rulesOf({ timeInForce: 'FOK' })).toEqual(['timeInForce'])
      expect(rulesOf({}, 'MARKET')).toEqual(['type'])
      const open = parseSymbolRules({ ...entry, timeInForce: undefined, orderTypes: undefined })
      expect(validateOrder(open, order('LIMIT', { timeInForce: 'FOK' }))).toEqual([])
    })
  })

  describe('parameters of the type', () => {
    it.each<[string, keyof OrderParameters]>([
      ['LIMIT', 'timeInForce'],
      ['LIMIT', 'quantity'],
      ['LIMIT', 'price'],
      ['MARKET', 'quantity'],
      ['STOP', 'quantity'],
      ['STOP', 'price'],
      ['STOP', 'stopPrice'],
      ['TAKE_PROFIT', 'price'],
      ['TAKE_PROFIT', 'stopPrice'],
      ['STOP_MARKET', 'stopPrice'],
      ['STOP_MARKET', 'quantity'],
      ['TAKE_PROFIT_MARKET', 'stopPrice'],
      ['TRAILING_STOP_MARKET', 'callbackRate'],
      ['TRAILING_STOP_MARKET', 'quantity'],
    ])('%s needs %s', (type, field) => {
      expect(brief(type, { [field]: undefined })).toEqual([`${field} required -1102`])
    })

    it.each<[string, Changes]>([
      ['LIMIT', { stopPrice: '2900' }],
      ['LIMIT', { closePosition: 'true' }],
      ['LIMIT', { closePosition: false }],
      ['LIMIT', { activationPrice: '3100' }],
      ['LIMIT', { callbackRate: '1' }],
      ['LIMIT', { workingType: 'MARK_PRICE' }],
      ['LIMIT', { priceProtect: 'true' }],
      ['MARKET', { price: '3000' }],
      ['MARKET', { timeInForce: 'GTC' }],
      ['MARKET', { stopPrice: '2900' }],
      ['STOP', { closePosition: 'false' }],
      ['STOP', { callbackRate: '1' }],
      ['TAKE_PROFIT', { activationPrice: '3100' }],
      ['STOP_MARKET', { price: '2890' }],
      ['STOP_MARKET', { callbackRate: '1' }],
      ['TAKE_PROFIT_MARKET', { activationPrice: '3100' }],
      ['TRAILING_STOP_MARKET', { price: '3000' }],
      ['TRAILING_STOP_MARKET', { stopPrice: '2900' }],
      ['TRAILING_STOP_MARKET', { closePosition: 'false' }],
      ['MARKET', { pegOffset: '0' }],
    ])('%s refuses %o', (type, changes) => {
      expect(brief(type, changes)).toEqual([`${Object.keys(changes)[0]} forbidden -1106 leave it out`])
    })

    it('lets closePosition stand for the quantity, and alone', () => {
      const closing = { closePosition: 'true', quantity: undefined }
      expect(judge('STOP_MARKET', closing)).toEqual([])
      expect(judge('TAKE_PROFIT_MARKET', { ...closing, workingType: 'MARK_PRICE', priceProtect: true })).toEqual([])
      expect(brief('STOP_MARKET', { closePosition: true })).toEqual(['quantity closePosition -4137 leave it out'])
      expect(brief('STOP_MARKET', { ...closing, reduceOnly: 'true' })).toEqual([
        'reduceOnly closePosition -4062 leave it out',
      ])
      expect(brief('STOP_MARKET', { closePosition: 'false', quantity: undefined })).toEqual(['quantity required -1102'])
    })

    it('takes GTC alone for orders that end as MARKET', () => {
      expect(judge('STOP_MARKET', { timeInForce: 'GTC' })).toEqual([])
      expect(brief('STOP_MARKET', { timeInForce: 'IOC' })).toEqual(['timeInForce timeInForce -1115 GTC'])
      expect(judge('STOP', { timeInForce: 'GTX' })).toEqual([])
    })

    it('lets a peg stand for the price, whole and away from the market', () => {
      const peg = { price: undefined, pegPriceType: 'QUEUE_1', pegOffset: '-0.2' }
      expect(judge('LIMIT', peg)).toEqual([])
      expect(judge('LIMIT', { ...peg, side: 'SELL', pegOffset: '0' })).toEqual([])
      expect(brief('LIMIT', { ...peg, pegOffset: undefined })).toEqual(['pegOffset required -1102'])
      expect(brief('LIMIT', { pegOffset: '0' })).toEqual(['pegPriceType required -1102'])
      expect(brief('LIMIT', { ...peg, pegPriceType: 'OPPONENT' })).toEqual(['pegPriceType words -5037'])
      expect(brief('LIMIT', { ...peg, pegOffset: '0.2' })).toEqual(['pegOffset peg -1130'])
      expect(brief('LIMIT', { ...peg, side: 'SELL' })).toEqual(['pegOffset peg -1130'])
      expect(brief('LIMIT', { ...peg, pegOffset: '-0.25' })).toEqual(['pegOffset PRICE_FILTER.tickSize -4014 -0.3'])
    })
  })

  describe('prices', () => {
    it.each<[string, Changes, string]>([
      ['LIMIT', { price: '0' }, 'price PRICE_FILTER.minPrice -4001'],
      ['LIMIT', { price: '-1' }, 'price PRICE_FILTER.minPrice -4001'],
      ['LIMIT', { price: '39.8' }, 'price PRICE_FILTER.minPrice -4013 39.9'],
      ['LIMIT', { price: '1000000.1' }, 'price PRICE_FILTER.maxPrice -4002 1000000'],
      ['LIMIT', { price: '3000.001' }, 'price PRICE_FILTER.tickSize -1111 3000'],
      ['LIMIT', { side: 'SELL', price: '3000.01' }, 'price PRICE_FILTER.tickSize -4014 3000.1'],
      ['STOP_MARKET', { stopPrice: '0' }, 'stopPrice PRICE_FILTER.minPrice -4006'],
      ['STOP_MARKET', { stopPrice: '1000001' }, 'stopPrice PRICE_FILTER.maxPrice -4007 1000000'],
      ['STOP_MARKET', { stopPrice: '2900.05' }, 'stopPrice PRICE_FILTER.tickSize -4014 2900'],
      ['STOP_MARKET', { side: 'BUY', stopPrice: '3100.05' }, 'stopPrice PRICE_FILTER.tickSize -4014 3100.1'],
      ['TAKE_PROFIT_MARKET', { stopPrice: '3100.05' }, 'stopPrice PRICE_FILTER.tickSize -4014 3100.1'],
      ['TRAILING_STOP_MARKET', { activationPrice: '3100.05' }, 'activationPrice PRICE_FILTER.tickSize -4014 3100.1'],
    ])('%s %o', (type, changes, expected) => {
      expect(brief(type, changes)).toEqual([expected])
    })

    it('takes trailing zeros and counts decimals without them', () => {
      expect(judge('LIMIT', { price: '3000.1000', quantity: '1.00000' })).toEqual([])
    })

    it('limits only the aggressive side by the mark price', () => {
      expect(judge('LIMIT', { price: '3060' }, now)).toEqual([])
      expect(brief('LIMIT', { price: '3060.1' }, now)).toEqual(['price PERCENT_PRICE.multiplierUp -4016 3060'])
      expect(judge('LIMIT', { price: '1500' }, now)).toEqual([])
      expect(judge('LIMIT', { side: 'SELL', price: '2940' }, now)).toEqual([])
      expect(brief('LIMIT', { side: 'SELL', price: '2939.9' }, now)).toEqual([
        'price PERCENT_PRICE.multiplierDown -4024 2940',
      ])
      expect(judge('LIMIT', { side: 'SELL', price: '6000' }, now)).toEqual([])
      expect(judge('LIMIT', { price: '6000' })).toEqual([])
    })

    it('names the bound in numbers, and suggests a tick inside it', () => {
      const [violation] = judge('LIMIT', { price: '3100' }, { markPrice: '3000.03' })
      expect(violation?.message).toBe('of a BUY is at most 3060.0306, 1.02 times the mark price 3000.03')
      expect(violation?.suggestion).toBe('3060')
    })

    it('measures the limit of a triggered order from its trigger', () => {
      expect(judge('STOP', { price: '2842' }, now)).toEqual([])
      expect(brief('STOP', { price: '2841.9' }, now)).toEqual(['price PERCENT_PRICE.multiplierDown -4184 2842'])
      expect(brief('STOP', { side: 'BUY', stopPrice: '3100', price: '3200' }, now)).toEqual([
        'price PERCENT_PRICE.multiplierUp -4183 3162',
      ])
    })
  })

  describe('triggers', () => {
    it.each<[string, Changes, OrderContext]>([
      ['STOP_MARKET', { stopPrice: '3000' }, now],
      ['STOP_MARKET', { stopPrice: '3000.1' }, now],
      ['STOP_MARKET', { side: 'BUY', stopPrice: '3000' }, now],
      ['STOP', { side: 'BUY', stopPrice: '2999.9', price: '3000' }, now],
      ['TAKE_PROFIT_MARKET', { stopPrice: '3000' }, now],
      ['TAKE_PROFIT_MARKET', { side: 'BUY', stopPrice: '3000' }, now],
      ['STOP_MARKET', { stopPrice: '2950', workingType: 'MARK_PRICE' }, { markPrice: '2940', lastPrice: '3000' }],
    ])('%s %o would trigger at once', (type, changes, context) => {
      expect(brief(type, changes, context)).toEqual(['stopPrice trigger -2021'])
    })

    it.each<[string, Changes, OrderContext]>([
      ['STOP_MARKET', { stopPrice: '2999.9' }, now],
      ['STOP_MARKET', { side: 'BUY', stopPrice: '3000.1' }, now],
      ['TAKE_PROFIT_MARKET', { stopPrice: '3000.1' }, now],
      ['TAKE_PROFIT_MARKET', { side: 'BUY', stopPrice: '2999.9' }, now],
      ['STOP_MARKET', { stopPrice: '2950' }, { markPrice: '2940', lastPrice: '3000' }],
      ['STOP_MARKET', { stopPrice: '3050' }, {}],
    ])('%s %o waits', (type, changes, context) => {
      expect(judge(type, changes, context)).toEqual([])
    })

    it('keeps the callback between 0.1 and 5 percent, 4 in a batch', () => {
      for (const callbackRate of ['0.1', '1', '5']) expect(judge('TRAILING_STOP_MARKET', { callbackRate })).toEqual([])
      expect(brief('TRAILING_STOP_MARKET', { callbackRate: '0.09' })).toEqual(['callbackRate range -1130 0.1'])
      expect(brief('TRAILING_STOP_MARKET', { callbackRate: '5.1' })).toEqual(['callbackRate range -1130 5'])
      expect(brief('TRAILING_STOP_MARKET', { callbackRate: '4.5' }, { batch: true })).toEqual([
        'callbackRate range -1130 4',
      ])
    })

    it('wants the activation beyond the current price', () => {
      expect(judge('TRAILING_STOP_MARKET', { activationPrice: '3000.1' }, now)).toEqual([])
      expect(brief('TRAILING_STOP_MARKET', { activationPrice: '3000' }, now)).toEqual(['activationPrice trigger -2021'])
      expect(judge('TRAILING_STOP_MARKET', { side: 'BUY', activationPrice: '2999.9' }, now)).toEqual([])
      expect(brief('TRAILING_STOP_MARKET', { side: 'BUY', activationPrice: '3000' }, now)).toEqual([
        'activationPrice trigger -2021',
      ])
    })
  })

  describe('sizes', () => {
    it.each<[string, Changes, string]>([
      ['LIMIT', { quantity: '0' }, 'quantity LOT_SIZE.minQty -4003 0.001'],
      ['LIMIT', { quantity: '-1' }, 'quantity LOT_SIZE.minQty -4003 0.001'],
      ['LIMIT', { quantity: '10000.001' }, 'quantity LOT_SIZE.maxQty -4005 10000'],
      ['LIMIT', { quantity: '1.0005' }, 'quantity LOT_SIZE.stepSize -1111 1'],
      ['MARKET', { quantity: '0.009' }, 'quantity MARKET_LOT_SIZE.minQty -4004 0.01'],
      ['MARKET', { quantity: '2000.01' }, 'quantity MARKET_LOT_SIZE.maxQty -4005 2000'],
      ['MARKET', { quantity: '1.005' }, 'quantity MARKET_LOT_SIZE.stepSize -4023 1'],
      ['STOP_MARKET', { quantity: '5000' }, 'quantity MARKET_LOT_SIZE.maxQty -4005 2000'],
    ])('%s %o', (type, changes, expected) => {
      expect(brief(type, changes)).toEqual([expected])
    })

    it('keeps the limits of MARKET orders apart', () => {
      expect(judge('LIMIT', { quantity: '5000.005' })).toEqual([])
      expect(judge('STOP', { quantity: '5000.005' })).toEqual([])
    })

    it('wants a minimum value of orders that open, and suggests the quantity that reaches it', () => {
      expect(brief('LIMIT', { quantity: '0.001' })).toEqual(['quantity MIN_NOTIONAL.notional -4164 0.002'])
      expect(judge('LIMIT', { quantity: '0.002' })).toEqual([])
      expect(judge('LIMIT', { quantity: '0.001' })[0]?.message).toBe(
        'times 3000 is 3, and at least 5 is needed unless the order only reduces',
      )
    })

    it('exempts reduce-only and closePosition, but not a closing order in hedge mode', () => {
      expect(judge('LIMIT', { quantity: '0.001', reduceOnly: 'true' })).toEqual([])
      expect(brief('LIMIT', { quantity: '0.001', reduceOnly: 'false' })).toHaveLength(1)
      expect(brief('LIMIT', { quantity: '0.001', side: 'SELL', positionSide: 'LONG' })).toEqual([
        'quantity MIN_NOTIONAL.notional -4164 0.002',
      ])
    })

    it('values a MARKET order by the mark price and a triggered one by its trigger', () => {
      expect(brief('MARKET', { quantity: '0.01' }, { markPrice: '400' })).toEqual([
        'quantity MIN_NOTIONAL.notional -4164 0.02',
      ])
      expect(judge('MARKET', { quantity: '0.01' })).toEqual([])
      expect(brief('STOP_MARKET', { quantity: '0.01', stopPrice: '400' })).toEqual([
        'quantity MIN_NOTIONAL.notional -4164 0.02',
      ])
    })

    it('counts open orders, and conditional ones apart', () => {
      expect(judge('LIMIT', {}, { openOrders: 199, openAlgoOrders: 10 })).toEqual([])
      expect(brief('LIMIT', {}, { openOrders: 200 })).toEqual(['symbol MAX_NUM_ORDERS.limit -2025'])
      expect(judge('STOP_MARKET', {}, { openOrders: 9, openAlgoOrders: 9 })).toEqual([])
      expect(brief('STOP_MARKET', {}, { openAlgoOrders: 10 })).toEqual(['symbol MAX_NUM_ALGO_ORDERS.limit -4045'])
      expect(judge('STOP_MARKET', {}, { openAlgoOrders: 10 })[0]?.message).toBe(
        'has 10 open conditional orders, and 10 are allowed',
      )
    })
  })

  describe('modes', () => {
    const in_ = (status: string) => parseSymbolRules({ ...entry, status })

    it('opens nothing on a symbol that is not trading, and closes where that is still possible', () => {
      const codes = (status: string, changes: Changes = {}) =>
        validateOrder(in_(status), order('LIMIT', changes)).map(({ code }) => code)
      for (const status of ['SETTLING', 'CLOSE', 'PENDING_TRADING']) {
        expect(codes(status)).toEqual([-4141])
        expect(codes(status, { reduceOnly: 'true' })).toEqual([-4141])
      }
      expect(codes('PRE_SETTLE')).toEqual([-4140])
      expect(codes('PRE_SETTLE', { reduceOnly: 'true' })).toEqual([])
    })

    it('matches position side and position mode', () => {
      expect(brief('LIMIT', {}, { hedgeMode: true })).toEqual(['positionSide positionMode -4061'])
      expect(brief('LIMIT', { positionSide: 'BOTH' }, { hedgeMode: true })).toEqual(['positionSide positionMode -4061'])
      expect(brief('LIMIT', { positionSide: 'LONG' }, { hedgeMode: false })).toEqual([
        'positionSide positionMode -4061 BOTH',
      ])
      expect(judge('LIMIT', { positionSide: 'LONG' }, { hedgeMode: true })).toEqual([])
      expect(judge('LIMIT', { positionSide: 'BOTH' }, { hedgeMode: false })).toEqual([])
    })

    it('sends no reduceOnly in hedge mode, not even false', () => {
      for (const reduceOnly of [true, false]) {
        expect(brief('LIMIT', { positionSide: 'LONG', reduceOnly })).toEqual([
          'reduceOnly hedgeMode -4062 leave it out',
        ])
      }
    })

    it('closes a hedged position from the other side only', () => {
      const close = { closePosition: 'true', quantity: undefined }
      expect(judge('STOP_MARKET', { ...close, positionSide: 'LONG' })).toEqual([])
      expect(judge('STOP_MARKET', { ...close, side: 'BUY', positionSide: 'SHORT' })).toEqual([])
      expect(brief('STOP_MARKET', { ...close, side: 'BUY', positionSide: 'LONG' })).toEqual([
        'side closePosition -4020 SELL',
      ])
      expect(brief('STOP_MARKET', { ...close, positionSide: 'SHORT' })).toEqual(['side closePosition -4020 BUY'])
    })

    it('reduces only what is there, on the other side', () => {
      const reduce = { side: 'SELL', reduceOnly: true, quantity: '2' }
      expect(judge('LIMIT', reduce, { positionQuantity: '2' })).toEqual([])
      expect(brief('LIMIT', reduce, { positionQuantity: '1.5' })).toEqual(['quantity position -2022 1.5'])
      expect(brief('LIMIT', reduce, { positionQuantity: '0' })).toEqual(['reduceOnly position -2022'])
      expect(brief('LIMIT', reduce, { positionQuantity: '-2' })).toEqual(['reduceOnly position -2022'])
      expect(judge('LIMIT', { ...reduce, side: 'BUY' }, { positionQuantity: '-2' })).toEqual([])
      expect(judge('LIMIT', { quantity: '9' }, { positionQuantity: '0' })).toEqual([])
    })

    it('closes no more than a hedged position holds', () => {
      const close = { side: 'SELL', positionSide: 'LONG', quantity: '2' }
      expect(judge('LIMIT', close, { positionQuantity: '2', hedgeMode: true })).toEqual([])
      expect(brief('LIMIT', close, { positionQuantity: '1' })).toEqual(['quantity position -2022 1'])
      expect(brief('LIMIT', close, { positionQuantity: '0' })).toEqual(['side position -2022'])
      expect(judge('LIMIT', { ...close, side: 'BUY', positionSide: 'SHORT' }, { positionQuantity: '-2' })).toEqual([])
    })
  })

  it('accepts what it suggests', () => {
    const numbers = fc.integer({ min: 1, max: 40_000_000 }).map((units) => toDecimal(units).times('0.001').toString())
    fc.assert(
      fc.property(
        fc.constantFrom('BUY', 'SELL'),
        fc.constantFrom(...orderTypes),
        numbers,
        numbers,
        (side, type, price, quantity) => {
          const fields = Object.fromEntries(
            Object.entries({ price, stopPrice: price, activationPrice: price })
              .filter(([field]) => field in order(type))
              .concat([
                ['quantity', quantity],
                ['side', side],
              ]),
          )
          const context = { markPrice: '3000' }
          let judged = order(type, fields)
          for (let round = 0; round < 4; round++) {
            for (const { field, suggestion } of validateOrder(rules, judged, context)) {
              if (suggestion !== undefined) judged = { ...judged, [field]: suggestion }
            }
          }
          expect(validateOrder(rules, judged, context).filter(({ suggestion }) => suggestion !== undefined)).toEqual([])
        },
      ),
      { numRuns: 500 },
    )
  })

  it('takes the client order ids that we make', () => {
    const ids = createClientOrderIds({ prefix: 'demo', random: createSeededRandom(1) })
    expect(judge('LIMIT', { newClientOrderId: ids.attempt(ids.next('entry')) })).toEqual([])
  })

  it('cuts long values short in what it reports', () => {
    expect(judge('LIMIT', { newClientOrderId: 'x'.repeat(5000) })[0]?.value).toHaveLength(64)
  })
})

describe('assertOrder', () => {
  it('throws every violation as one ParameterError', () => {
    expect(() => assertOrder(rules, order('LIMIT'))).not.toThrow()
    expect(() => assertOrder(rules, order('LIMIT', { price: '3000.07', quantity: '0' }))).toThrow(ParameterError)
    expect(() => assertOrder(rules, order('LIMIT', { price: '3000.07' }))).toThrow(
      'placeOrder: price is a multiple of 0.1 (PRICE_FILTER.tickSize, got 3000.07)',
    )
  })
})
