import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { openScene, type Scene } from '../testing/open-scene.ts'

async function inScene(play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, { account: { reconcileEveryMs: 3_600_000 } })
  await play(scene)
}

const resting = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: '95999',
  quantity: '0.01',
} as const
const isQuery = ({ method, path }: { method: string; path: string }) => method === 'GET' && path === '/fapi/v3/order'

describe('waiting for an order', () => {
  it('asks nobody while the user stream tells', () =>
    inScene(async (scene) => {
      const { clientOrderId } = await scene.run(scene.account.orders.place(resting))
      const waiting = scene.account.orders.awaitTerminal(clientOrderId)
      await scene.advance(500)
      scene.market.moveTo('95000')
      expect((await scene.run(waiting)).state).toBe('filled')
      expect(scene.faults.seen.filter(isQuery)).toEqual([])
    }))

  it('asks the exchange once the user stream is silent', () =>
    inScene(async (scene) => {
      const { clientOrderId } = await scene.run(scene.account.orders.place(resting))
      await scene.advance(100)
      scene.stream.fault = () => 'drop'
      const waiting = scene.account.orders.awaitTerminal(clientOrderId)
      scene.market.moveTo('95000')
      const askedAtMs = scene.clock.now()
      expect((await scene.run(waiting)).state).toBe('filled')
      expect(scene.clock.now() - askedAtMs).toBeLessThan(1_100)
    }))

  it('ends with the order as it stands when the time is up, and with the reason when it is aborted', () =>
    inScene(async (scene) => {
      const { clientOrderId } = await scene.run(scene.account.orders.place(resting))
      const { orders } = scene.account
      expect((await scene.run(orders.awaitTerminal(clientOrderId, { timeoutMs: 300 }))).state).toBe('open')
      const control = new AbortController()
      const waiting = orders.awaitFill(clientOrderId, { signal: control.signal }).catch((error: unknown) => error)
      control.abort(new Error('enough'))
      expect(await scene.run(waiting)).toMatchObject({ message: 'enough' })
      await scene.run(orders.cancel(clientOrderId))
    }))
})
