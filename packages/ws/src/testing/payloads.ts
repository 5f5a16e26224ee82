/** A touch with a given update id. */
export const bookTicker = (updateId: number, bid = '100.0', symbol = 'BTCUSDT') => ({
  e: 'bookTicker',
  u: updateId,
  E: updateId,
  T: updateId,
  s: symbol,
  b: bid,
  B: '1.000',
  a: '100.1',
  A: '2.000',
})

/** A trade with a given aggregate id. */
export const aggTrade = (aggregateId: number, symbol = 'BTCUSDT') => ({
  e: 'aggTrade',
  E: aggregateId,
  s: symbol,
  a: aggregateId,
  p: '100.0',
  q: '0.5',
  f: aggregateId,
  l: aggregateId,
  T: aggregateId,
  m: true,
})

/** A mark price with a given event time. */
export const markPrice = (eventTimeMs: number, price = '100.0', symbol = 'BTCUSDT') => ({
  e: 'markPriceUpdate',
  E: eventTimeMs,
  s: symbol,
  p: price,
  i: price,
  P: price,
  r: '0.0001',
  T: 0,
})

/** An order event; `tradeId` 0 says that nothing was traded. */
export const orderUpdate = (clientOrderId: string, facts: Record<string, unknown> = {}, timeMs = 1) => ({
  e: 'ORDER_TRADE_UPDATE',
  E: timeMs,
  T: timeMs,
  o: {
    s: 'BTCUSDT',
    c: clientOrderId,
    S: 'BUY',
    o: 'LIMIT',
    f: 'GTC',
    q: '1',
    p: '100',
    ap: '0',
    sp: '0',
    x: 'NEW',
    X: 'NEW',
    i: 1,
    l: '0',
    z: '0',
    L: '0',
    T: timeMs,
    t: 0,
    m: false,
    R: false,
    wt: 'CONTRACT_PRICE',
    ot: 'LIMIT',
    ps: 'BOTH',
    rp: '0',
    ...facts,
  },
})

/** An account update with one balance. */
export const accountUpdate = (walletBalance: string, timeMs: number) => ({
  e: 'ACCOUNT_UPDATE',
  E: timeMs,
  T: timeMs,
  a: { m: 'ORDER', B: [{ a: 'USDT', wb: walletBalance, cw: walletBalance, bc: '0' }], P: [] },
})
