import { RateLimitError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { closePosition } from '../close/close-position.ts'
import { tradeModes } from '../testing/begin-trade.ts'
import { openScene, type Scene } from '../testing/open-scene.ts'
import { protectPosition } from './protect-position.ts'

/** Asks for this and that until nothing is left of what may be spent on questions. */
async function spendReads(scene: Scene): Promise<void> {
  for (let count = 0; count < 1_000; count += 1) {
    try {
      await scene.run(scene.rest.account.getBalance({}, { budgetWaitMs: 1 }))
    } catch (error) {
      if (error instanceof RateLimitError) return
      throw error
    }
  }
  throw new Error('there is no end to the budget')
}

describe.each(tradeModes)('when the budget for questions is spent, $name', ({ side, hedge }) => {
  const symbol = 'BTCUSDT'
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}

  it('a position is protected and closed all the same', async () => {
    await using test = await startTestExchange()
    await using scene = await openScene(test, testKeys, { hedge })
    await spendReads(scene)
    const { account } = scene
    await scene.run(account.orders.place({ symbol, side, type: 'MARKET', quantity: '0.02', ...own }))
    const startedMs = scene.clock.monotonicMs()
    const { stopOrderId } = await scene.run(protectPosition(account, { symbol, ...own, stop: { percent: 1 } }))
    expect(stopOrderId).toBeDefined()
    expect(scene.truth().openOrders).toHaveLength(1)
    await scene.run(closePosition(account, { symbol, ...own, passive: false }))
    expect(scene.clock.monotonicMs() - startedMs).toBeLessThan(2_000)
    expect(scene.truth()).toMatchObject({ openOrders: [], positions: [] })
  })
})
