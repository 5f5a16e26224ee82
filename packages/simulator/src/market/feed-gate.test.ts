import { describe, expect, it } from 'vitest'

import { createEngine } from '../engine/create-engine.ts'
import type { EngineEvent } from '../engine/types.ts'
import { defaultExchangeInfo } from '../exchange/default-exchange-info.ts'
import { createFeedGate } from './feed-gate.ts'

const symbol = 'BTCUSDT'
const open = () => {
  const events: EngineEvent[] = []
  const engine = createEngine({ symbols: defaultExchangeInfo.symbols }, (event) => events.push(event))
  engine.openAccount({ id: 'a', usdt: '100000' }, 1)
  const gate = createFeedGate(engine)
  gate.setLevels(
    symbol,
    [
      { side: 'BUY', priceTicks: 999, lots: 50 },
      { side: 'SELL', priceTicks: 1001, lots: 50 },
    ],
    1,
  )
  const setStatus = (status: string) => {
    const entry = engine.getSymbol(symbol)
    if (entry !== undefined) engine.updateSymbol({ ...entry, status }, 2)
  }
  const fills = () => events.filter((event) => event.kind === 'order' && event.executionType === 'TRADE').length
  return { engine, gate, setStatus, fills }
}

describe('a feed and a halted symbol', () => {
  it('fills nobody while the symbol does not trade, and catches up with the market afterwards', () => {
    const { engine, gate, setStatus, fills } = open()
    engine.setMark(symbol, engine.formatPrice(symbol, 1000), engine.formatPrice(symbol, 1000), 1)
    const price = engine.formatPrice(symbol, 1000)
    const params = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.9', price } as const
    expect(engine.placeOrder('a', params, 1).ok).toBe(true)
    setStatus('PENDING_TRADING')
    expect(gate.trade(symbol, 'SELL', 990, 5000, { consumeBook: true }, 3)).toBe(0)
    gate.setLevel(symbol, 'SELL', 1001, 0, 3)
    gate.setLevel(symbol, 'SELL', 998, 2_000, 3)
    gate.addLevel(symbol, 'BUY', 997, 7, 3)
    expect(gate.getExternalLots(symbol, 'BUY', 997)).toBe(7)
    expect(fills()).toBe(0)
    setStatus('TRADING')
    gate.setLevel(symbol, 'BUY', 990, 1, 4)
    expect(fills()).toBeGreaterThan(0)
    expect(engine.getExternalLots(symbol, 'BUY', 997)).toBe(7)
    expect(engine.getExternalLots(symbol, 'SELL', 1001)).toBe(0)
  })
})
