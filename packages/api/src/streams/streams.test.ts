import { describe, expect, it } from 'vitest'

import { parseExactJson } from './parse-exact-json.ts'
import { parseStreamName } from './parse-stream-name.ts'
import { StreamFrameError } from './stream-frame-error.ts'
import { type StreamName, streams } from './streams.ts'

const markPrice = {
  e: 'markPriceUpdate',
  E: 1562305380000,
  s: 'BTCUSDT',
  p: '11794.15000000',
  i: '11784.62659091',
  P: '11784.25641265',
  r: '0.00038167',
  T: 1562306400000,
}

const miniTicker = {
  e: '24hrMiniTicker',
  E: 1571889248277,
  s: 'BTCUSDT',
  c: '9700.00',
  o: '9600.00',
  h: '9800.00',
  l: '9500.00',
  v: '10000',
  q: '97000000',
}

const ticker = {
  e: '24hrTicker',
  E: 1571889248277,
  s: 'BTCUSDT',
  p: '-94.99999800',
  P: '-95.960',
  w: '0.29628482',
  c: '4.00000200',
  Q: '200.00000000',
  o: '99.00000000',
  h: '100.00000000',
  l: '0.10000000',
  v: '8913.30000000',
  q: '15.30000000',
  O: 1571889148277,
  C: 1571889248276,
  F: 1,
  L: 18150,
  n: 18151,
}

const bookTicker = {
  e: 'bookTicker',
  u: 400900217,
  E: 1568014460893,
  T: 1568014460891,
  s: 'BNBUSDT',
  b: '25.35190000',
  B: '31.21000000',
  a: '25.36520000',
  A: '40.66000000',
}

const forceOrder = {
  e: 'forceOrder',
  E: 1568014460893,
  o: {
    s: 'BTCUSDT',
    S: 'SELL',
    o: 'LIMIT',
    f: 'IOC',
    q: '0.014',
    p: '9910',
    ap: '9911.5',
    X: 'FILLED',
    l: '0.014',
    z: '0.014',
    T: 1568014460893,
  },
}

const depth = {
  e: 'depthUpdate',
  E: 1571889248277,
  T: 1571889248276,
  s: 'BTCUSDT',
  U: 390497796,
  u: 390497878,
  pu: 390497794,
  b: [
    ['7403.89', '0.002'],
    ['7403.90', '3.906'],
  ],
  a: [['7405.96', '3.340']],
}

const announcement = {
  i: 71,
  t: 'New listing',
  s: 'Soon',
  c: 'NEW_LISTING',
  d: 1718000000000,
  S: false,
  j: 'https://example.invalid/71',
  C: '<p>Text</p>',
}

/** One payload per stream, with every documented field. */
const streamSamples: Readonly<Record<StreamName, unknown>> = {
  aggTrade: {
    e: 'aggTrade',
    E: 123456789,
    s: 'BTCUSDT',
    a: 5933014,
    p: '0.001',
    q: '100',
    f: 100,
    l: 105,
    T: 123456785,
    m: true,
  },
  markPrice,
  markPriceAll: [markPrice, { ...markPrice, s: 'ETHUSDT', E: 1562305380001 }],
  kline: {
    e: 'kline',
    E: 123456789,
    s: 'BTCUSDT',
    k: {
      t: 123400000,
      T: 123460000,
      s: 'BTCUSDT',
      i: '1m',
      f: 100,
      L: 200,
      o: '0.0010',
      c: '0.0020',
      h: '0.0025',
      l: '0.0015',
      v: '1000',
      n: 100,
      x: false,
      q: '1.0000',
      V: '500',
      Q: '0.500',
      B: '123456',
    },
  },
  miniTicker,
  miniTickerAll: [miniTicker],
  ticker,
  tickerAll: [ticker],
  bookTicker,
  bookTickerAll: bookTicker,
  forceOrder,
  forceOrderAll: forceOrder,
  partialDepth: depth,
  diffDepth: depth,
  tradePro: {
    e: 'tradepro',
    E: 1718000000001,
    T: 1718000000000,
    s: 'BTCUSDT',
    t: 12345,
    p: '61800.1',
    q: '0.5',
    h: '0X00',
    m: ['0xabc', 'hidden'],
  },
  announcement: { e: 'announcement', en: announcement, zh: announcement },
}

const names = Object.keys(streams) as StreamName[]

describe('streams', () => {
  it.each(names)('%s turns its documented payload into an event of its own type', (name) => {
    const event = streams[name].parse(streamSamples[name])
    expect(event.type).toBe(name === 'bookTickerAll' ? 'bookTicker' : name === 'forceOrderAll' ? 'forceOrder' : name)
  })

  it.each(names)('%s reads the same by hand and through its schema', (name) => {
    expect(streams[name].parse(streamSamples[name])).toEqual(streams[name].parseStrictly(streamSamples[name]))
  })

  it.each(names)('%s lets unknown fields pass', (name) => {
    const sample = streamSamples[name]
    const widened = Array.isArray(sample)
      ? sample.map((row: object) => ({ ...row, zz: [1] }))
      : { ...(sample as object), zz: [1] }
    expect(streams[name].parse(widened)).toEqual(streams[name].parse(sample))
  })

  it.each(names)('%s refuses what is not its payload, with its name', (name) => {
    for (const wrong of [undefined, null, 1, 'text', [1], { e: 'other' }]) {
      if (name === 'announcement' && typeof wrong === 'object' && wrong !== null && !Array.isArray(wrong)) continue
      expect(() => streams[name].parse(wrong)).toThrow(StreamFrameError)
    }
  })

  it('says a touch in words', () => {
    expect(streams.bookTicker.parse(streamSamples.bookTicker)).toEqual({
      type: 'bookTicker',
      symbol: 'BNBUSDT',
      updateId: 400900217,
      eventTimeMs: 1568014460893,
      transactionTimeMs: 1568014460891,
      bestBid: '25.35190000',
      bestBidQuantity: '31.21000000',
      bestAsk: '25.36520000',
      bestAskQuantity: '40.66000000',
    })
  })

  it('keeps ids as text', () => {
    expect(streams.aggTrade.parse(streamSamples.aggTrade)).toMatchObject({
      aggregateTradeId: '5933014',
      firstTradeId: '100',
      lastTradeId: '105',
    })
  })

  it('refuses an id that JSON.parse rounded and keeps every digit with the exact parser', () => {
    const text = '{"e":"aggTrade","E":1,"s":"BTCUSDT","a":9007199254740993,"p":"1","q":"1","f":1,"l":1,"T":1,"m":true}'
    expect(() => streams.aggTrade.parse(JSON.parse(text))).toThrow(StreamFrameError)
    expect(streams.aggTrade.parse(parseExactJson(text)).aggregateTradeId).toBe('9007199254740993')
  })

  it('writes decimals without exponent', () => {
    const event = streams.bookTicker.parse({ ...(streamSamples.bookTicker as object), b: '1.2E-7', B: 3 })
    expect(event.bestBid).toBe('0.00000012')
    expect(event.bestBidQuantity).toBe('3')
  })

  it('refuses a depth level that is not two decimals', () => {
    const sample = streamSamples.diffDepth as object
    for (const row of [['1'], ['1', '2', '3'], ['1', 'x'], '12', [null, '1']]) {
      expect(() => streams.diffDepth.parse({ ...sample, b: [row] })).toThrow(StreamFrameError)
    }
  })
})

describe('stream names', () => {
  it.each([
    [streams.aggTrade.streamName({ symbol: 'BTCUSDT' }), 'btcusdt@aggTrade'],
    [streams.markPrice.streamName({ symbol: 'BTCUSDT' }), 'btcusdt@markPrice'],
    [streams.markPrice.streamName({ symbol: 'BTCUSDT', speedMs: 1000 }), 'btcusdt@markPrice@1s'],
    [streams.markPriceAll.streamName({}), '!markPrice@arr'],
    [streams.markPriceAll.streamName({ speedMs: 1000 }), '!markPrice@arr@1s'],
    [streams.kline.streamName({ symbol: 'BTCUSDT', interval: '1M' }), 'btcusdt@kline_1M'],
    [streams.miniTicker.streamName({ symbol: 'BTCUSDT' }), 'btcusdt@miniTicker'],
    [streams.miniTickerAll.streamName({}), '!miniTicker@arr'],
    [streams.ticker.streamName({ symbol: 'BTCUSDT' }), 'btcusdt@ticker'],
    [streams.tickerAll.streamName({}), '!ticker@arr'],
    [streams.bookTicker.streamName({ symbol: 'BTCUSDT' }), 'btcusdt@bookTicker'],
    [streams.bookTickerAll.streamName({}), '!bookTicker'],
    [streams.forceOrder.streamName({ symbol: 'BTCUSDT' }), 'btcusdt@forceOrder'],
    [streams.forceOrderAll.streamName({}), '!forceOrder@arr'],
    [streams.partialDepth.streamName({ symbol: 'BTCUSDT', levels: 5 }), 'btcusdt@depth5'],
    [streams.partialDepth.streamName({ symbol: 'BTCUSDT', levels: 20, speedMs: 100 }), 'btcusdt@depth20@100ms'],
    [streams.diffDepth.streamName({ symbol: 'BTCUSDT' }), 'btcusdt@depth'],
    [streams.diffDepth.streamName({ symbol: 'BTCUSDT', speedMs: 250 }), 'btcusdt@depth'],
    [streams.diffDepth.streamName({ symbol: 'BTCUSDT', speedMs: 500 }), 'btcusdt@depth@500ms'],
    [streams.tradePro.streamName({ symbol: 'BTCUSDT' }), 'btcusdt@tradepro'],
    [streams.announcement.streamName({ streamName: '!announcement' }), '!announcement'],
  ])('%s is as documented', (name, expected) => {
    expect(name).toBe(expected)
  })

  it('change the letters A to Z of a symbol and no others', () => {
    for (const symbol of ['BTCUSDT', '币安人生USDT', 'ßUSDT']) {
      expect(parseStreamName(streams.bookTicker.streamName({ symbol }))?.params).toEqual({ symbol })
    }
  })

  it('are read back to the stream and parameters they came from', () => {
    expect(parseStreamName('btcusdt@kline_1m')).toEqual({
      name: 'kline',
      params: { symbol: 'BTCUSDT', interval: '1m' },
    })
    expect(parseStreamName('btcusdt@depth20@100ms')).toEqual({
      name: 'partialDepth',
      params: { symbol: 'BTCUSDT', levels: 20, speedMs: 100 },
    })
    expect(parseStreamName('btcusdt@depth')).toEqual({ name: 'diffDepth', params: { symbol: 'BTCUSDT', speedMs: 250 } })
    expect(parseStreamName('!markPrice@arr@1s')).toEqual({ name: 'markPriceAll', params: { speedMs: 1000 } })
    expect(parseStreamName('!bookTicker')).toEqual({ name: 'bookTickerAll', params: {} })
  })

  it('of no declared stream are not read', () => {
    for (const name of [
      '',
      '@',
      'btcusdt',
      'btcusdt@depth7',
      'btcusdt@depth@0ms',
      'btcusdt@kline_7m',
      '!arr',
      '@depth',
    ]) {
      expect(parseStreamName(name)).toBeUndefined()
    }
  })
})
