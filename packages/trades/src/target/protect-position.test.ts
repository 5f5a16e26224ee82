import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import type { SeenRequest } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { spendReads } from '../testing/spend-reads.ts'
import { PositionUnprotectedError } from './position-unprotected-error.ts'
import { protectPosition } from './protect-position.ts'

const symbol = 'BTCUSDT'
const askingForPosition = ({ path }: Omit<SeenRequest, 'count'>) => path === '/fapi/v3/positionRisk'
const overloaded = { answer: { status: 500, code: -1000, msg: 'busy' } } as const

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

async function buy({ account, run }: Scene): Promise<void> {
  const { clientOrderId } = await run(account.orders.place({ symbol, side: 'BUY', type: 'MARKET', quantity: '0.02' }))
  await run(account.orders.awaitTerminal(clientOrderId, { timeoutMs: 5_000 }))
}

describe('protectPosition', () => {
  it('does not stand in line behind reads when the weight of the address is nearly spent', () =>
    inScene({}, async (scene) => {
      await buy(scene)
      await spendReads(scene)
      const startMs = scene.clock.monotonicMs()
      await scene.run(protectPosition(scene.account, { symbol, stop: { percent: 1 } }))
      expect(scene.clock.monotonicMs() - startMs).toBeLessThan(2_000)
      expect(scene.truth().openOrders).toHaveLength(1)
    }))

  it('asks again where the position is when the first answer does not come', () =>
    inScene({}, async (scene) => {
      await buy(scene)
      scene.faults.add({ when: askingForPosition, fault: overloaded, times: 5 })
      await scene.run(protectPosition(scene.account, { symbol, stop: { percent: 1 }, protectWithinMs: 30_000 }))
      expect(scene.truth().openOrders).toHaveLength(1)
    }))

  it('closes a position that it could not ask about in time', () =>
    inScene({}, async (scene) => {
      await buy(scene)
      scene.faults.add({ when: askingForPosition, fault: overloaded, times: 8 })
      const protecting = protectPosition(scene.account, { symbol, stop: { percent: 1 }, protectWithinMs: 100 })
      await expect(scene.run(protecting)).rejects.toThrow(PositionUnprotectedError)
      expect(scene.truth()).toMatchObject({ positions: [], openOrders: [] })
    }))

  it('leaves a position with its stop alone when it cannot ask about it', () =>
    inScene({}, async (scene) => {
      await buy(scene)
      const asking = () => protectPosition(scene.account, { symbol, stop: { percent: 1 }, protectWithinMs: 100 })
      await scene.run(asking())
      scene.faults.add({ when: askingForPosition, fault: overloaded, times: 8 })
      await expect(scene.run(asking())).rejects.toThrow('getPositionRisk got no valid answer')
      expect(scene.truth().positions).toEqual(['BTCUSDT BOTH 0.02'])
      expect(scene.truth().openOrders).toHaveLength(1)
    }))
})
