import { describe, expect, it } from 'vitest'

import { parseFrame } from './parse-frame.ts'

const combined = (stream: string, data: unknown) => parseFrame(JSON.stringify({ stream, data }))

describe('parseFrame', () => {
  it('reads a change of the book', () => {
    const data = { e: 'depthUpdate', E: 2, T: 1, s: 'BTCUSDT', U: 10, u: 12, pu: 9, b: [['1.0', '0']], a: [] }
    expect(combined('btcusdt@depth@0ms', data)).toEqual({
      kind: 'depth',
      symbol: 'BTCUSDT',
      firstUpdateId: 10,
      lastUpdateId: 12,
      previousUpdateId: 9,
      eventTimeMs: 2,
      transactionTimeMs: 1,
      bids: [['1.0', '0']],
      asks: [],
    })
  })

  it('reads the best bid and ask, bare as well as wrapped', () => {
    const data = { e: 'bookTicker', u: 7, s: 'BTCUSDT', b: '1', B: '2', a: '3', A: '4', T: 5, E: 6 }
    const expected = {
      kind: 'bookTicker',
      symbol: 'BTCUSDT',
      updateId: 7,
      eventTimeMs: 6,
      transactionTimeMs: 5,
      bidPrice: '1',
      bidQuantity: '2',
      askPrice: '3',
      askQuantity: '4',
    }
    expect(combined('btcusdt@bookTicker', data)).toEqual(expected)
    expect(parseFrame(JSON.stringify(data))).toEqual(expected)
  })

  it('names the taker of a trade and keeps its id as text', () => {
    const data = {
      e: 'trade',
      E: 2,
      T: 1,
      s: 'BTCUSDT',
      t: 5266583935,
      p: '61800.30',
      q: '0.006',
      X: 'MARKET',
      m: false,
    }
    expect(combined('btcusdt@trade', data)).toEqual({
      kind: 'trade',
      symbol: 'BTCUSDT',
      tradeId: '5266583935',
      eventTimeMs: 2,
      tradeTimeMs: 1,
      price: '61800.30',
      quantity: '0.006',
      takerSide: 'BUY',
      origin: 'MARKET',
    })
    const aggregated = { e: 'aggTrade', E: 2, T: 1, s: 'BTCUSDT', a: 8, f: 1, l: 2, p: '1', q: '2', m: true }
    expect(combined('btcusdt@aggTrade', aggregated)).toMatchObject({
      kind: 'aggTrade',
      tradeId: '8',
      takerSide: 'SELL',
    })
  })

  it('reads a snapshot, which has no stream and may have no times', () => {
    expect(parseFrame('{"lastUpdateId":5,"bids":[["1","2"]],"asks":[]}')).toEqual({
      kind: 'snapshot',
      lastUpdateId: 5,
      eventTimeMs: undefined,
      transactionTimeMs: undefined,
      bids: [['1', '2']],
      asks: [],
    })
  })

  it('hands on what it does not know', () => {
    expect(combined('btcusdt@markPrice', { e: 'markPriceUpdate' })).toEqual({
      kind: 'other',
      stream: 'btcusdt@markPrice',
      data: { e: 'markPriceUpdate' },
    })
    expect(combined('!ticker@arr', [1])).toEqual({ kind: 'other', stream: '!ticker@arr', data: [1] })
    expect(parseFrame('{"result":null,"id":1}')).toMatchObject({ kind: 'other', stream: undefined })
  })

  it.each([
    ['{"e":', 'is not JSON'],
    ['[]', 'is not an object'],
    ['{"e":"depthUpdate","E":1,"T":1,"s":"X","U":1,"u":1,"b":[],"a":[]}', 'depthUpdate lacks s, U, u or pu'],
    ['{"e":"depthUpdate","T":1,"s":"X","U":1,"u":1,"pu":0,"b":[],"a":[]}', 'depthUpdate lacks E or T'],
    ['{"e":"depthUpdate","E":1,"T":1,"s":"X","U":1,"u":1,"pu":0,"b":[[1,2]],"a":[]}', 'depthUpdate lacks b or a'],
    ['{"e":"bookTicker","u":1,"s":"X","T":1,"b":"1","B":"1","a":"1","A":"1"}', 'bookTicker lacks s, u, E or T'],
    ['{"e":"bookTicker","u":1,"s":"X","T":1,"E":1,"b":"1","B":"1","a":"1"}', 'bookTicker lacks b, B, a or A'],
    ['{"e":"trade","E":1,"T":1,"s":"X","t":1,"p":1,"q":"1","m":true}', 'trade lacks s, p or q'],
    ['{"e":"trade","E":1,"T":1,"s":"X","p":"1","q":"1","m":true}', 'trade lacks the id, E or T'],
    ['{"e":"aggTrade","E":1,"T":1,"s":"X","a":1,"p":"1","q":"1"}', 'aggTrade lacks m'],
    ['{"lastUpdateId":"5","bids":[],"asks":[]}', 'snapshot lacks lastUpdateId, bids or asks'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(parseFrame(text)).toEqual({ kind: 'malformed', reason })
  })
})
