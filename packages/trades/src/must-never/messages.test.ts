import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'

import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { IntentExistsError } from '../intents/intent-exists-error.ts'
import { placeOnce } from '../intents/place-once.ts'
import { beginTrade, tradeModes } from '../testing/begin-trade.ts'
import { cancelling, placing, type Fault } from '../testing/fault-transport.ts'
import { openLife } from '../testing/open-life.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { createTestMarket } from '../testing/test-market.ts'
import { createTrade } from '../trade/create-trade.ts'

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const symbol = 'BTCUSDT'

describe.each(tradeModes)('must never happen, messages, $name', ({ side, hedge }) => {
  const own = hedge ? ({ positionSide: side === 'BUY' ? 'LONG' : 'SHORT' } as const) : {}
  const entries = (scene: Scene) => scene.faults.seen.filter(placing({ type: 'MARKET', side }))

  it('9. The same alert or message executed twice: at once, later, and as an order', () =>
    inScene({ hedge }, async (scene) => {
      const { trade } = beginTrade(scene, { side, intentId: 'alert-1' })
      expect(() => beginTrade(scene, { side, intentId: 'alert-1' })).toThrow(IntentExistsError)
      await scene.advance(500)
      await scene.run(trade.close())
      expect(() => beginTrade(scene, { side, intentId: 'alert-1' })).toThrow(IntentExistsError)
      expect(entries(scene)).toHaveLength(1)
      const order = { symbol, side, ...own, type: 'MARKET', quantity: '0.01', intentId: 'alert-2' } as const
      const [a, b] = await scene.run(
        Promise.allSettled([placeOnce(scene.account, order), placeOnce(scene.account, order)]),
      )
      expect([a?.status, b?.status].toSorted()).toEqual(['fulfilled', 'rejected'])
      await expect(scene.run(placeOnce(scene.account, order))).rejects.toThrow(IntentExistsError)
      expect(entries(scene)).toHaveLength(2)
    }))

  it.each<Fault>(['loseAnswer', 'answer503', 'refuse503', 'drop'])(
    '9. The same alert or message executed twice: asked again after a lost answer (%s)',
    (fault) =>
      inScene({ hedge }, async (scene) => {
        scene.faults.add({ when: placing({ type: 'MARKET' }), fault })
        const order = { symbol, side, ...own, type: 'MARKET', quantity: '0.02', intentId: 'alert-3' } as const
        for (let count = 0; count < 3; count += 1) {
          await scene.run(placeOnce(scene.account, order).catch(() => undefined))
        }
        expect(scene.truth().positions.map((position) => Math.abs(Number(position.split(' ')[2])))).toEqual([0.02])
      }),
  )

  it.each([true, false])(
    '9. The same alert or message executed twice: after a restart (journal kept: %s)',
    async (kept) => {
      const directory = mkdtempSync(join(tmpdir(), 'aster-must-never-'))
      try {
        await using test = await startTestExchange()
        const accountId = test.exchange.engine.accountIds()[0] ?? ''
        if (hedge) test.exchange.engine.setPositionMode(accountId, true, test.clock.now())
        createTestMarket(test.exchange.engine, symbol, () => test.clock.now()).moveTo('96000')
        const options = { symbol, side, quantity: '0.02', entry: 'market', intentId: 'alert-4' } as const
        const first = await openLife(test, testKeys, join(directory, 'journal.db'))
        const trade = createTrade(first.account, options)
        await test.clock.advance(500)
        await first.run(trade.close())
        await test.clock.advance(1_000)
        const next = first.kill()
        const second = await openLife(test, testKeys, kept ? next : join(directory, 'other.db'))
        const again = await second.run(createTrade(second.account, options).done)
        expect(again).toMatchObject({ state: 'failed', exitReason: 'refused', entry: { quantity: '0' } })
        expect(again.refusal).toContain('alert-4')
        await second.end()
      } finally {
        rmSync(directory, { recursive: true })
      }
    },
  )

  it('16. A secret in a log, a message, a URL or an error', () =>
    inScene({ hedge }, async (scene) => {
      const told: unknown[] = []
      scene.faults.add({ when: placing({ type: 'STOP_MARKET' }), fault: 'loseAnswer' })
      scene.faults.add({ when: cancelling, fault: 'drop', times: 2 })
      const { trade, events } = beginTrade(scene, { side, takeProfits: 1 })
      await scene.advance(3_000)
      told.push(await scene.run(trade.close()))
      const refused = scene.account.orders.place({ symbol, side, ...own, type: 'MARKET', quantity: '999' })
      told.push(await scene.run(refused.catch((error: unknown) => error)))
      scene.faults.add({ when: placing(), fault: 'drop' })
      const lost = scene.account.orders.place(
        { symbol, side, ...own, type: 'MARKET', quantity: '0.01' },
        { settleWithinMs: 1 },
      )
      told.push(await scene.run(lost.catch((error: unknown) => error)))
      const text = inspect([told, events, scene.events, scene.account, scene.rest], { depth: 12, showHidden: true })
      const urls = scene.faults.seen.map(({ path }) => path).join(' ')
      const key = testKeys.agent.privateKey.replace(/^0x/, '')
      expect(text.length).toBeGreaterThan(5_000)
      expect(text.toLowerCase()).not.toContain(key.toLowerCase())
      expect(text).not.toMatch(/signature[=:]\s*['"]?0x[0-9a-f]{64}/i)
      expect(urls).not.toMatch(/signature|0x/)
    }))
})
