import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { openJournal } from '../journal/open-journal.ts'
import { openScene, type Scene } from '../testing/open-scene.ts'
import { IntentExistsError } from './intent-exists-error.ts'
import { placeOnce } from './place-once.ts'

const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01', intentId: 'alert-1' } as const

async function inScene({ isJournaled }: { readonly isJournaled: boolean }, play: (scene: Scene) => Promise<void>) {
  await using test = await startTestExchange()
  using journal = openJournal({ path: ':memory:', clock: test.clock })
  await using scene = await openScene(test, testKeys, isJournaled ? { account: { journal } } : {})
  await play(scene)
}

const countQuestions = ({ faults }: Scene): number =>
  faults.seen.filter(({ method, path }) => method === 'GET' && path === '/fapi/v3/order').length

const countPlacements = ({ faults }: Scene): number =>
  faults.seen.filter(({ method, path }) => method === 'POST' && path === '/fapi/v3/order').length

describe('placeOnce', () => {
  it('asks the exchange nothing about an intent of which nothing was begun, where a journal says so too', () =>
    inScene({ isJournaled: true }, async (scene) => {
      await scene.run(placeOnce(scene.account, { ...order, isFirst: true }))
      expect(countQuestions(scene)).toBe(0)
    }))

  it.each([
    { isJournaled: true, isFirst: false },
    { isJournaled: false, isFirst: true },
  ])('asks it otherwise: journal $isJournaled, nothing begun $isFirst', ({ isJournaled, isFirst }) =>
    inScene({ isJournaled }, async (scene) => {
      await scene.run(placeOnce(scene.account, { ...order, isFirst }))
      expect(countQuestions(scene)).toBe(1)
    }),
  )

  it('places an intent once, also for a caller who wrongly believes that nothing of it was begun', () =>
    inScene({ isJournaled: true }, async (scene) => {
      await scene.run(placeOnce(scene.account, { ...order, isFirst: true }))
      await scene.advance(1_000)
      await expect(scene.run(placeOnce(scene.account, { ...order, isFirst: true }))).rejects.toThrow(IntentExistsError)
      expect(countPlacements(scene)).toBe(1)
    }))
})
