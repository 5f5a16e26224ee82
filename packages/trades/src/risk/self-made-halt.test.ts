import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { openScene } from '../testing/open-scene.ts'
import { createMemoryRiskStore, type RiskLatch } from './risk-state.ts'

describe('a store that halts by itself, as a journal does that cannot write any more', () => {
  it('takes entries off the book within a second, says so once, and lets stops stay', async () => {
    const memory = createMemoryRiskStore()
    const own: { latch?: RiskLatch } = {}
    await using test = await startTestExchange()
    await using scene = await openScene(test, testKeys, {
      account: { risk: { store: { ...memory, readLatch: () => own.latch ?? memory.readLatch() } } },
    })
    const { orders, risk } = scene.account
    const terms = { symbol: 'BTCUSDT', timeInForce: 'GTC', quantity: '0.01' } as const
    await scene.run(orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
    const entry = await scene.run(orders.place({ ...terms, side: 'BUY', type: 'LIMIT', price: '90000' }))
    const exit = await scene.run(
      orders.place({ ...terms, side: 'SELL', type: 'LIMIT', price: '200000', reduceOnly: true }),
    )

    own.latch = { state: 'halted', reason: 'the journal could not be written', atMs: scene.clock.now() }
    await scene.advance(1_100)
    expect(risk.state).toBe('halted')
    expect(orders.get(entry.clientOrderId)?.state).toBe('canceled')
    expect(orders.get(exit.clientOrderId)?.state).toBe('open')
    await scene.advance(5_000)
    const told = scene.events.filter(({ type }) => type === 'risk')
    expect(told).toEqual([expect.objectContaining({ state: 'halted', reason: 'the journal could not be written' })])
  })
})
