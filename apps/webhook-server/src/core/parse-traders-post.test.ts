import { describe, expect, it } from 'vitest'

import { describeRefusal } from '../testing/describe-refusal.ts'
import { parseBody } from './parse-body.ts'
import { parseSignal } from './parse-signal.ts'
import { parseTarget } from './parse-target.ts'

const buy = { ticker: 'BTCUSDT', action: 'buy', quantity: 1 }
const parse = (body: object) => parseSignal(parseBody(JSON.stringify(body)))

describe('fields of a stranger’s vocabulary', () => {
  it.each<[object, object]>([
    [{ ...buy, orderType: 'limit', limitPrice: 100 }, { entry: { type: 'limit', price: '100' } }],
    [{ ...buy, orderType: 'stop', stopPrice: 110 }, { entry: { type: 'stop', stopPrice: '110' } }],
    [{ ...buy, order_type: 'STOP_MARKET', stop_price: '110' }, { entry: { type: 'stop', stopPrice: '110' } }],
    [
      { ...buy, orderType: 'stop_limit', stopPrice: 110, limitPrice: 111 },
      { entry: { type: 'stop', stopPrice: '110', limitPrice: '111' } },
    ],
    [
      { ...buy, order_type: 'STOP', stop_price: 110, limit_price: 111, working_type: 'MARK_PRICE', expires_in: '15m' },
      { entry: { stopPrice: '110', limitPrice: '111', workingType: 'MARK_PRICE', expiresInMs: 900_000 } },
    ],
    [
      { ...buy, order_type: 'LIMIT', price: 100, time_in_force: 'IOC' },
      { entry: { type: 'limit', price: '100', timeInForce: 'IOC' } },
    ],
    [{ ...buy, order_type: 'LIMIT', price: 100, expires_in: 90 }, { entry: { expiresInMs: 90_000 } }],
    [{ ...buy, max_slippage_percent: '0.2' }, { entry: { type: 'market', maxSlippagePercent: '0.2' } }],
    [{ ...buy, maxSlippageBps: 25 }, { entry: { maxSlippagePercent: '0.25' } }],
    [{ ...buy, quantityType: 'dollar_amount', quantity: 500 }, { size: { unit: 'quote', value: '500' } }],
    [{ ...buy, quantityType: 'risk_dollar_amount', quantity: 50 }, { size: { unit: 'risk', value: '50' } }],
    [{ ...buy, quantityType: 'percent_of_equity', quantity: 5 }, { size: { unit: 'equityPercent', value: '5' } }],
    [{ ...buy, quantityType: 'risk_percent', quantity: 1 }, { size: { unit: 'riskPercent', value: '1' } }],
    [
      { ticker: 'BTCUSDT', action: 'add', quantityType: 'percent_of_position', quantity: 50 },
      { kind: 'increase', size: { unit: 'positionPercent', value: '50' } },
    ],
    [{ ...buy, takeProfit: { amount: 10 } }, { takeProfits: [{ amount: '10' }] }],
    [{ ...buy, takeProfit: { limitPrice: 110 } }, { takeProfits: [{ price: '110' }] }],
    [{ ...buy, stopLoss: { type: 'stop', amount: 5 } }, { stop: { amount: '5' } }],
    [{ ...buy, stopLoss: { type: 'stop', stopPrice: 95 } }, { stop: { price: '95' } }],
    [{ ...buy, stopLoss: { type: 'trailing_stop', trailPercent: 2 } }, { trailingPercent: '2' }],
    [
      { ...buy, stopLoss: { type: 'trailing_stop', trailAmount: 3, percent: 5 } },
      { trailingAmount: '3', stop: { percent: '5' } },
    ],
    [
      { ...buy, sentiment: 'bullish' },
      { kind: 'enter', side: 'BUY' },
    ],
    [
      { ...buy, sentiment: 'long' },
      { kind: 'enter', side: 'BUY' },
    ],
    [{ ...buy, sentiment: 'flat' }, { kind: 'close' }],
    [
      { ...buy, sentiment: 'bearish' },
      { kind: 'decrease', held: 'SELL', clamp: true, size: { value: '1' } },
    ],
    [
      { ...buy, action: 'sell', sentiment: 'bullish' },
      { kind: 'decrease', held: 'BUY', clamp: true },
    ],
    [
      { ...buy, action: 'sell', reduce_only: true },
      { kind: 'decrease', held: 'BUY', clamp: true },
    ],
    [
      { ...buy, action: 'sell', reduceOnly: 'true' },
      { kind: 'decrease', held: 'BUY' },
    ],
    [
      { ...buy, action: 'add', sentiment: 'bearish' },
      { kind: 'increase', side: 'SELL' },
    ],
    [
      { ...buy, cancel: true },
      { kind: 'enter', cancelFirst: true },
    ],
    [{ ticker: 'BTCUSDT', action: 'cancel' }, { kind: 'cancel' }],
    [{ ticker: 'BTCUSDT', cancel: true }, { kind: 'cancel' }],
    [{ ticker: 'BTCUSDT', action: 'breakeven' }, { kind: 'breakeven' }],
    [{ ticker: 'BTCUSDT', action: 'exit' }, { kind: 'close' }],
    [
      { ticker: 'BTCUSDT', action: 'exit', quantity: 2 },
      { kind: 'decrease', clamp: true, size: { value: '2' } },
    ],
    [{ ticker: 'BTCUSDT', action: 'exit', quantityType: 'percent_of_position', quantity: 100 }, { kind: 'close' }],
    [{ ticker: 'BTCUSDT', action: 'close', quantity: 2 }, { kind: 'close' }],
  ])('%j', (body, command) => {
    expect(parse(body).command).toMatchObject(command)
  })
})

describe('fields that make no sense together', () => {
  const stop = { ...buy, order_type: 'STOP', stop_price: 110 }
  it.each<[object, string]>([
    [{ ...buy, symbol: 'ETHUSDT' }, 'symbol and ticker mean the same and say different things'],
    [{ ...buy, qty: 2 }, 'quantity and qty mean the same and say different things'],
    [{ ...buy, quote_quantity: 5 }, 'quantity and quote_quantity must be said once: in one unit'],
    [{ ...buy, stop_price: 110 }, 'stop_price and order_type MARKET do not go together'],
    [{ ...buy, limitPrice: 110 }, 'limitPrice and order_type MARKET do not go together'],
    [{ ...buy, time_in_force: 'IOC' }, 'time_in_force and order_type MARKET do not go together'],
    [{ ...buy, expires_in: 60 }, 'expires_in and order_type MARKET do not go together'],
    [
      { ...buy, order_type: 'STOP_MARKET', stop_price: 110, limit_price: 111 },
      'limit_price and order_type STOP_MARKET',
    ],
    [{ ...stop, time_in_force: 'IOC' }, 'time_in_force and order_type STOP do not go together'],
    [{ ...stop, max_slippage_percent: 1 }, 'max_slippage_percent and order_type STOP do not go together'],
    [{ ...buy, order_type: 'STOP' }, 'stop_price is required for a STOP order'],
    [{ ...buy, order_type: 'STOP_LIMIT', stop_price: 1 }, 'limit_price is required for a STOP_LIMIT order'],
    [{ ...buy, max_slippage_percent: 1, max_slippage_bps: 100 }, 'max_slippage_percent and max_slippage_bps'],
    [{ ...buy, max_slippage_percent: 100 }, 'max_slippage_percent must be below 100 percent'],
    [
      { ...buy, order_type: 'LIMIT', price: 1, time_in_force: 'FOK', expires_in: 9 },
      'time_in_force FOK and expires_in',
    ],
    [{ ...buy, order_type: 'LIMIT', price: 1, limit_price: 2 }, 'price and limit_price mean the same'],
    [{ ...buy, order_type: 'LIMIT', price: 1, expires_in: 'soon' }, 'expires_in must be seconds, or like 90s'],
    [{ ...buy, takeProfit: { percent: 1, amount: 2 } }, 'takeProfit.percent and takeProfit.amount must not both'],
    [{ ...buy, takeProfit: { pnlAmount: 2 } }, 'takeProfit.pnlAmount is not possible: say amount'],
    [{ ...buy, stopLoss: { percent: 1, stopPrice: 2 } }, 'stopLoss.percent and stopLoss.stopPrice must not both'],
    [{ ...buy, stopLoss: { type: 'stop_limit', stopPrice: 2 } }, 'stopLoss.type would leave the position open'],
    [{ ...buy, stopLoss: { stopPrice: 2, limitPrice: 1 } }, 'stopLoss.limitPrice would leave the position open'],
    [
      { ...buy, stopLoss: { type: 'trailing_stop', percent: 2 } },
      'trailing_stop must have trail_percent or trail_amount',
    ],
    [{ ...buy, stopLoss: { type: 'stop', trailPercent: 2 } }, 'stopLoss.type stop and a trailing distance contradict'],
    [
      { ...buy, stopLoss: { type: 'trailing_stop', trailPrice: 2 } },
      'stopLoss.trailPrice is not clear: say trail_amount',
    ],
    [{ ...buy, stop_loss: 1, stop_loss_price: 5 }, 'stop_loss and another field both say where the stop is'],
    [{ ...buy, break_even_after_take_profit: 1.5 }, 'break_even_after_take_profit must be a level of the ladder'],
    [{ ...buy, action: 'add', sentiment: 'flat' }, 'sentiment flat and action increase contradict each other'],
    [{ ...buy, action: 'open', side: 'BUY', sentiment: 'bearish' }, 'side and sentiment contradict each other'],
    [{ ...buy, action: 'open', side: 'BUY', reduce_only: true }, 'reduce_only and action open contradict each other'],
    [{ ...buy, action: 'exit', quantity: undefined, sentiment: 'bullish' }, 'sentiment says that a position stays'],
    [{ ...buy, action: 'exit', quantity: undefined, cancel: false }, 'cancel false is not possible'],
    [{ ...buy, action: 'exit', quantityType: 'risk_percent' }, 'quantity as a risk says nothing'],
    [{ ...buy, action: 'reverse', order_type: 'STOP', stop_price: 1 }, 'order_type STOP and action reverse'],
    [{ ...buy, quantityType: 'percent_of_position' }, 'quantity_type percent_of_position is for exits and for adding'],
    [{ ...buy, quantity: undefined, quantityType: 'risk_percent' }, 'quantityType is there without a quantity'],
    [{ ...buy, action: 'constructor' }, 'action must be one of'],
    [{ ...buy, action: 'open', side: 'toString' }, 'side must be one of'],
    [{ ...buy, quantityType: '__proto__' }, 'quantityType must be one of'],
    [{ ...buy, quantity: '1e5000' }, 'quantity must be a number'],
    [{ ...buy, quantity: '١' }, 'quantity must be a number'],
    [{ ...buy, quantity: '1'.repeat(41) }, 'quantity must be a number of at most 40 characters'],
    [{ ...buy, quantity: -0 }, 'quantity must be above zero'],
    [{ ...buy, quantity: 'Infinity' }, 'quantity must be a number'],
    [{ ...buy, quantity: true }, 'quantity must be a number'],
  ])('%j', (body, reason) => {
    expect(describeRefusal(() => parse(body))).toContain(reason)
  })

  it.each<[object, string]>([
    [{ market_position: 'flat', position_size: 2 }, 'position_size is not 0 and market_position is flat'],
    [{ market_position: 'long', position_size: 0 }, 'position_size is 0 and market_position is long'],
    [{ market_position: 'long', position_size: -2 }, 'position_size is negative and market_position is long'],
    [{ position_size: 1, prev_market_position: 'up' }, 'prev_market_position must be one of long, flat, short'],
    [{ position_size: 1, order_type: 'LIMIT', price: 5 }, 'order_type must be one of market'],
  ])('of a target: %j', (body, reason) => {
    expect(describeRefusal(() => parseTarget({ symbol: 'BTCUSDT', ...body }))).toContain(reason)
  })
})

describe('fields that nobody knows', () => {
  it('are listed, and do no harm; extras may hold anything', () => {
    const body = { ...buy, interval: '5', signalPrice: 99, price: 98, note: 'x', extras: { a: '{{b}}' } }
    expect(parse(body).ignoredFields).toEqual(['interval', 'signalPrice', 'price', 'note'])
    expect(parse(buy).ignoredFields).toBeUndefined()
    const target = { symbol: 'BTCUSDT', order_action: 'buy', contracts: 1, position_size: 1, order_type: 'MARKET' }
    expect(parseTarget(target).ignoredFields).toBeUndefined()
  })

  it.each([
    ['stop_los', 'did you mean stop_loss?'],
    ['stoploss_', 'did you mean stopLoss?'],
    ['StopLoss', 'did you mean stopLoss?'],
    ['sotp_loss', 'did you mean stop_loss?'],
    ['take_profitt', 'did you mean take_profit?'],
    ['take_porfit', 'did you mean take_profit?'],
    ['trailing_percnt', 'did you mean trailing_percent?'],
    ['leverge', 'did you mean leverage?'],
    ['max_slipage_percent', 'did you mean max_slippage_percent?'],
    ['stop', 'it may guard the position'],
    ['sl_price', 'it may guard the position'],
    ['tp1', 'it may guard the position'],
    ['trailing', 'it may guard the position'],
    ['close_position', 'it may guard the position'],
  ])('%s is refused: it may have been meant to protect', (name, hint) => {
    const message = describeRefusal(() => parse({ ...buy, [name]: 1 }))
    expect(message).toContain(`400 ${name} is no field of this server`)
    expect(message).toContain(hint)
  })

  it.each(
    [
      'interval',
      'exchange',
      'close',
      'open',
      'high',
      'low',
      'volume',
      'last_price',
      'low_price',
      'entry_price',
      'profit',
    ]
      .concat(['comment', 'order_id', 'order_comment', 'position_size', 'market_position', 'net_profit', 'bar_time'])
      .concat([
        'timeframe',
        'signal_price',
        'message',
        'name',
        'direction',
        'source',
        'color',
        'plot_0',
        'slug',
        'tplus',
      ]),
  )('%s is not mistaken for one that protects', (name) => {
    expect(describeRefusal(() => parse({ ...buy, [name]: 1 }))).toBe('taken')
  })

  it.each([
    [{ stopLoss: { percnt: 1 } }, 'stopLoss.percnt is no field here: did you mean percent?'],
    [{ takeProfit: { percent: 1, note: 1 } }, 'takeProfit.note is no field here'],
    [{ take_profits: [{ percent: 1, fractoin: 0.5 }] }, 'take_profits[0].fractoin is no field here: did you mean'],
  ])('%j is refused within what protects', (exits, reason) => {
    expect(describeRefusal(() => parse({ ...buy, ...exits }))).toContain(reason)
  })
})

describe('forms of a symbol', () => {
  it.each([
    ['BTCUSDT.P', 'BTCUSDT'],
    ['BINANCE:BTCUSDT.P', 'BTCUSDT'],
    ['ASTER:BTCUSDT', 'BTCUSDT'],
    ['BTC/USDT', 'BTCUSDT'],
    ['BTC/USDT:USDT', 'BTCUSDT'],
    ['BTC-USDT', 'BTCUSDT'],
    ['BTC-PERP', 'BTCUSDT'],
    [' btcusdt ', 'BTCUSDT'],
    // another contract, margined in coin: it is not turned into ours
    ['BTCUSD.P', 'BTCUSD'],
  ])('%s is %s', (ticker, symbol) => {
    expect(parse({ ...buy, ticker, symbol: ticker.toLowerCase() }).symbol).toBe(symbol)
  })

  it.each(['???', 'BTC USDT!', 'A'.repeat(50)])('%s is no symbol', (ticker) => {
    expect(describeRefusal(() => parse({ ...buy, ticker }))).toContain('ticker is no name of a symbol')
  })
})
