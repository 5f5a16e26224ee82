import { describe, expect, it } from 'vitest'

import {
  conditionalOrderTypes,
  getHedgeEffect,
  getOppositeSide,
  getSideSign,
  isConditionalOrderType,
  isFinalOrderStatus,
  orderStatuses,
  orderTypes,
  parseMarginType,
} from './order-words.ts'

describe('the words of orders', () => {
  it('turn a side around', () => {
    expect([getOppositeSide('BUY'), getOppositeSide('SELL')]).toEqual(['SELL', 'BUY'])
    expect([getSideSign('BUY'), getSideSign('SELL')]).toEqual([1, -1])
  })

  it('tell the types that wait for a trigger', () => {
    expect(orderTypes.filter(isConditionalOrderType)).toEqual([...conditionalOrderTypes])
    expect(orderTypes.filter((type) => !isConditionalOrderType(type))).toEqual(['LIMIT', 'MARKET'])
  })

  it('tell the statuses after which nothing fills; an unknown one is none of them', () => {
    expect(orderStatuses.filter(isFinalOrderStatus)).toEqual(['FILLED', 'CANCELED', 'REJECTED', 'EXPIRED'])
    expect(isFinalOrderStatus('PENDING')).toBe(false)
  })

  it('read the pair of sides in hedge mode', () => {
    expect(getHedgeEffect('BUY', 'LONG')).toBe('open')
    expect(getHedgeEffect('SELL', 'LONG')).toBe('close')
    expect(getHedgeEffect('SELL', 'SHORT')).toBe('open')
    expect(getHedgeEffect('BUY', 'SHORT')).toBe('close')
    expect(getHedgeEffect('BUY', 'BOTH')).toBeUndefined()
  })

  it('read every spelling of the margin type', () => {
    expect(['cross', 'crossed', 'CROSSED', 'isolated', 'ISOLATED', 'portfolio'].map(parseMarginType)).toEqual([
      'CROSSED',
      'CROSSED',
      'CROSSED',
      'ISOLATED',
      'ISOLATED',
      undefined,
    ])
  })
})
