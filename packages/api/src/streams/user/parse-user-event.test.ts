import { describe, expect, it } from 'vitest'

import { StreamFrameError } from '../stream-frame-error.ts'
import { parseUserEvent } from './parse-user-event.ts'

const order = {
  s: 'BTCUSDT',
  c: 'TEST',
  S: 'SELL',
  o: 'TRAILING_STOP_MARKET',
  f: 'GTC',
  q: '0.001',
  p: '0',
  ap: '0',
  sp: '7103.04',
  x: 'NEW',
  X: 'NEW',
  i: 8886774,
  l: '0',
  z: '0',
  L: '0',
  T: 1568879465651,
  t: 0,
  b: '0',
  a: '9.91',
  m: false,
  R: false,
  wt: 'CONTRACT_PRICE',
  ot: 'TRAILING_STOP_MARKET',
  ps: 'LONG',
  cp: false,
  AP: '7476.89',
  cr: '5.0',
  rp: '0',
}

describe('parseUserEvent', () => {
  it('says an order update in words', () => {
    const event = parseUserEvent({ e: 'ORDER_TRADE_UPDATE', E: 1568879465651, T: 1568879465650, o: order })
    expect(event).toEqual({
      type: 'orderTradeUpdate',
      eventTimeMs: 1568879465651,
      transactionTimeMs: 1568879465650,
      order: {
        symbol: 'BTCUSDT',
        clientOrderId: 'TEST',
        orderId: '8886774',
        side: 'SELL',
        type: 'TRAILING_STOP_MARKET',
        originalType: 'TRAILING_STOP_MARKET',
        timeInForce: 'GTC',
        originalQuantity: '0.001',
        originalPrice: '0',
        averagePrice: '0',
        stopPrice: '7103.04',
        executionType: 'NEW',
        status: 'NEW',
        lastFilledQuantity: '0',
        filledQuantity: '0',
        lastFilledPrice: '0',
        commission: undefined,
        commissionAsset: undefined,
        tradeTimeMs: 1568879465651,
        tradeId: '0',
        bidsNotional: '0',
        asksNotional: '9.91',
        isMaker: false,
        reduceOnly: false,
        positionSide: 'LONG',
        closePosition: false,
        workingType: 'CONTRACT_PRICE',
        activationPrice: '7476.89',
        callbackRate: '5.0',
        realizedPnl: '0',
      },
    })
  })

  it('reads the commission of a fill', () => {
    const fill = {
      ...order,
      x: 'TRADE',
      X: 'FILLED',
      N: 'USDT',
      n: '0.0035',
      t: 991,
      l: '0.001',
      z: '0.001',
      L: '7000',
    }
    expect(parseUserEvent({ e: 'ORDER_TRADE_UPDATE', E: 2, T: 1, o: fill })).toMatchObject({
      order: { commission: '0.0035', commissionAsset: 'USDT', tradeId: '991' },
    })
  })

  it('does not lose a fill over a missing description', () => {
    const { rp: _rp, wt: _wt, ot: _ot, sp: _sp, ps: _ps, R: _r, ...bare } = order
    expect(parseUserEvent({ e: 'ORDER_TRADE_UPDATE', E: 2, T: 1, o: bare })).toMatchObject({
      order: { realizedPnl: '0', originalType: 'TRAILING_STOP_MARKET', positionSide: 'BOTH' },
    })
  })

  it('refuses an order update without its order id', () => {
    const { i: _id, ...bare } = order
    expect(() => parseUserEvent({ e: 'ORDER_TRADE_UPDATE', E: 2, T: 1, o: bare })).toThrow(StreamFrameError)
  })

  it('reads an account update that carries balances only', () => {
    const raw = {
      e: 'ACCOUNT_UPDATE',
      E: 2,
      T: 1,
      a: { m: 'FUNDING_FEE', B: [{ a: 'USDT', wb: '122624.12345678', cw: '100.12345678', bc: '50.12345678' }] },
    }
    expect(parseUserEvent(raw)).toEqual({
      type: 'accountUpdate',
      eventTimeMs: 2,
      transactionTimeMs: 1,
      reason: 'FUNDING_FEE',
      balances: [
        {
          asset: 'USDT',
          walletBalance: '122624.12345678',
          crossWalletBalance: '100.12345678',
          balanceChange: '50.12345678',
        },
      ],
      positions: [],
    })
  })

  it('reads positions with the undocumented margin asset', () => {
    const position = {
      s: 'BTCUSDT',
      pa: '-20',
      ep: '6563.66500',
      cr: '0',
      up: '2850.2',
      mt: 'isolated',
      iw: '13200',
      ps: 'SHORT',
      ma: 'USDT',
    }
    expect(parseUserEvent({ e: 'ACCOUNT_UPDATE', E: 2, T: 1, a: { m: 'ORDER', B: [], P: [position] } })).toMatchObject({
      positions: [
        { symbol: 'BTCUSDT', positionSide: 'SHORT', quantity: '-20', marginType: 'isolated', marginAsset: 'USDT' },
      ],
    })
  })

  it('reads a margin call, an expired key, a changed setting', () => {
    const position = {
      s: 'ETHUSDT',
      ps: 'LONG',
      pa: '1.327',
      mt: 'CROSSED',
      iw: '0',
      mp: '187.17127',
      up: '-1.1',
      mm: '1.6',
    }
    expect(parseUserEvent({ e: 'MARGIN_CALL', E: 5, cw: '3.16', p: [position] })).toMatchObject({
      type: 'marginCall',
      crossWalletBalance: '3.16',
      positions: [{ maintenanceMargin: '1.6' }],
    })
    expect(parseUserEvent({ e: 'listenKeyExpired', E: 7 })).toEqual({ type: 'listenKeyExpired', eventTimeMs: 7 })
    expect(parseUserEvent({ e: 'ACCOUNT_CONFIG_UPDATE', E: 2, T: 1, ac: { s: 'BTCUSDT', l: 25 } })).toMatchObject({
      leverage: { symbol: 'BTCUSDT', leverage: 25 },
      modes: undefined,
    })
    expect(parseUserEvent({ e: 'ACCOUNT_CONFIG_UPDATE', E: 2, T: 1, ai: { j: true, d: false } })).toMatchObject({
      leverage: undefined,
      modes: { isMultiAssets: true, isHedge: false },
    })
  })

  it('hands an undocumented event on as it came', () => {
    const raw = { e: 'TRADE_LITE', E: 9, x: 1 }
    expect(parseUserEvent(raw)).toEqual({ type: 'unknown', event: 'TRADE_LITE', eventTimeMs: 9, raw })
  })

  it('refuses what is no event', () => {
    for (const wrong of [null, 1, [], {}, { e: 5 }]) expect(() => parseUserEvent(wrong)).toThrow(StreamFrameError)
  })
})
