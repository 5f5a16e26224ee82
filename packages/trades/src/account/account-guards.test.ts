import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { endpoints } from '@aster/api'
import { computeKeyAddress } from '@aster/auth'
import { deriveAgentKey } from '@aster/auth/seeded'
import { createSeededRandom } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { OwnerError } from '../locks/owner-error.ts'
import { createFaultTransport } from '../testing/fault-transport.ts'
import { openScene, type Scene, type SceneOptions } from '../testing/open-scene.ts'
import { openTestAccount, type TestKeys } from '../testing/open-test-account.ts'
import { createTrade } from '../trade/create-trade.ts'
import { AccountNotLiveError } from './account-not-live-error.ts'
import { readSymbolSettings } from './account-settings.ts'
import { AgentExpiresError } from './agent-expires-error.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aster-locks-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

async function inScene(options: SceneOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  await using test = await startTestExchange({ symbols: ['BTCUSDT', 'ETHUSDT'] })
  await using scene = await openScene(test, testKeys, options)
  await play(scene)
}

const quote = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: '95000',
  quantity: '0.01',
} as const

/** A second program beside the one of the scene. */
const openBeside = (
  { clock, exchange }: Scene,
  options: Parameters<typeof openTestAccount>[0]['options'],
  transport = exchange.transport({ latencyMs: 5 }),
  keys: TestKeys = testKeys,
) =>
  openTestAccount({
    clock,
    transport,
    connector: exchange.connector({ latencyMs: 5 }),
    restUrl: exchange.restUrl,
    wsUrl: exchange.wsUrl,
    keys,
    seed: 'beside',
    options: { clientOrderIdPrefix: 'beside', ...options },
  })

describe('one owner for each symbol of an account', () => {
  const locks = (label: string) => ({ directory, label })

  it('refuses a second program by the name of the first, and lets it in once that is gone', () =>
    inScene({ account: { locks: locks('market-maker') } }, async (scene) => {
      await expect(openBeside(scene, { locks: locks('webhook') })).rejects.toThrow(OwnerError)
      await expect(openBeside(scene, { locks: locks('webhook') })).rejects.toThrow(
        `market-maker (process ${process.pid})`,
      )
      await scene.run(scene.account.close())
      await using second = await openBeside(scene, { locks: locks('webhook') })
      expect(second.account.isReadOnly).toBe(false)
    }))

  it('lets a second program look on, which can send nothing', () =>
    inScene({ account: { locks: locks('market-maker') } }, async (scene) => {
      const resting = await scene.run(scene.account.orders.place(quote))
      await using second = await openBeside(scene, { locks: { ...locks('console'), whenOwned: 'readOnly' } })
      const { account, run } = second
      expect(account.isReadOnly).toBe(true)
      expect(account.orders.get(resting.clientOrderId)?.state).toBe('open')
      await expect(run(account.orders.place(quote))).rejects.toThrow(OwnerError)
      await expect(run(account.orders.cancel(resting.clientOrderId))).rejects.toThrow('market-maker')
      await run(account.close())
      expect(scene.truth().openOrders).toHaveLength(1)
    }))

  it('lets two programs trade one account, each its own symbol and agent: they share order count and listen key', async () => {
    const secondKey = deriveAgentKey(createSeededRandom('second agent'))
    const { master, agent } = testKeys
    await using test = await startTestExchange({
      symbols: ['BTCUSDT', 'ETHUSDT'],
      accounts: [
        { usdt: '10000', v3: { user: master.address, signers: [agent.address, computeKeyAddress(secondKey)] } },
      ],
    })
    await using scene = await openScene(test, testKeys, { account: { locks: locks('one') } })
    const transport = test.exchange.transport({ latencyMs: 5 })
    const second = await openBeside(scene, { locks: locks('two'), symbols: ['ETHUSDT'] }, transport, {
      master,
      agent: { privateKey: secondKey.reveal() },
    })
    const eth = { ...quote, symbol: 'ETHUSDT', price: '3000', quantity: '0.1' } as const
    await second.run(second.account.orders.place(eth))
    const params = { ...quote, newClientOrderId: 'counted-1' }
    const { meta } = await scene.run(scene.rest.callWithMeta(endpoints.placeOrder, params))
    expect(meta.orderCounts.map(({ used }) => used)).toContain(2)
    // the end of one leaves the other its events
    await second.run(second.account.close())
    await scene.advance(300_000)
    const placed = await scene.run(scene.account.orders.place(quote))
    await scene.advance(3_000)
    expect(scene.account.orders.get(placed.clientOrderId)?.acknowledgedMs).toBeDefined()
    expect(scene.events).not.toContainEqual(expect.objectContaining({ what: 'streamGap' }))
  })

  it('stops adding risk when somebody takes the lock from under it; exits still go out', () =>
    inScene({ account: { locks: locks('one') } }, async ({ account, run }) => {
      await run(account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
      const holder = join(directory, testKeys.master.address.toLowerCase(), 'BTCUSDT.holder')
      const { fence } = JSON.parse(readFileSync(holder, 'utf8')) as { fence: number }
      writeFileSync(holder, JSON.stringify({ label: 'two', processId: 1, fence: fence + 1 }))
      await expect(run(account.orders.place(quote))).rejects.toThrow(OwnerError)
      const exit = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01', reduceOnly: true } as const
      expect((await run(account.orders.place(exit))).state).toBe('filled')
    }))
})

describe('settings of an account', () => {
  it('are set and read back, and what is so already is success', async () => {
    const settings = { hedgeMode: true, symbols: { BTCUSDT: { leverage: 7, marginType: 'ISOLATED' } } } as const
    await inScene({ account: { settings } }, async (scene) => {
      expect(scene.account.hedgeMode).toBe(true)
      const read = () => scene.run(readSymbolSettings(scene.rest, ['BTCUSDT']))
      expect(await read()).toEqual([{ symbol: 'BTCUSDT', leverage: '7', marginType: 'isolated' }])
      await using again = await openBeside(scene, { settings })
      expect(again.account.hedgeMode).toBe(true)
      expect(await read()).toEqual([{ symbol: 'BTCUSDT', leverage: '7', marginType: 'isolated' }])
    })
  })
})

describe('an agent that expires', () => {
  /** Opens an account whose agent has so much time left. */
  const openWith = (scene: Scene, leftMs: number) => {
    const transport = createFaultTransport(scene.exchange.transport({ latencyMs: 5 }), scene.clock)
    const agent = {
      agentAddress: testKeys.agent.address,
      agentName: 'bot',
      expired: scene.clock.now() + leftMs,
      canSpotTrade: false,
      canPerpTrade: true,
      canWithdraw: false,
    }
    transport.add({ when: ({ path }) => path === '/fapi/v3/agent', fault: { body: JSON.stringify([agent]) } })
    return openBeside(scene, {}, transport)
  }
  const options = { symbol: 'BTCUSDT', side: 'BUY', quantity: '0.01', entry: 'market' } as const

  it('opens no trade whose worst exit lies beyond its end, and one that fits', () =>
    inScene({}, async (scene) => {
      await using world = await openWith(scene, 3_600_000)
      const { account, events } = world
      expect(account.agentExpiresMs).toBeGreaterThan(scene.clock.now())
      expect(events).toContainEqual(expect.objectContaining({ what: 'agentExpires' }))
      expect(() => createTrade(account, options)).toThrow(AgentExpiresError)
      const trade = createTrade(account, { ...options, timeStopMs: 5_000 })
      expect(await world.run(trade.done)).toMatchObject({ state: 'completed', exitReason: 'timeStop' })
    }))

  it('takes no order that adds risk in its last minute', () =>
    inScene({}, async (scene) => {
      await using world = await openWith(scene, 62_000)
      await world.run(world.account.orders.place(quote))
      await scene.advance(10_000)
      await expect(world.run(world.account.orders.place(quote))).rejects.toThrow(AgentExpiresError)
    }))
})

describe('time that went by without us', () => {
  it('a clock that is set by more than 5 s: everything is read before the next order', () =>
    inScene({}, async (scene) => {
      const { account, clock, faults, run } = scene
      await scene.advance(1_000)
      const before = faults.seen.length
      clock.stepWallClock(-6_000)
      await expect(run(account.orders.place(quote))).rejects.toThrow(AccountNotLiveError)
      await scene.advance(3_000)
      expect(faults.seen.slice(before).map(({ path }) => path)).toContain('/fapi/v3/positionRisk')
      expect(scene.events).toContainEqual(expect.objectContaining({ what: 'clockJump' }))
      clock.stepWallClock(6_000)
      await scene.advance(5_000)
      expect((await run(account.orders.place(quote))).state).toBe('open')
    }))

  it('a small correction of the clock is none of it', () =>
    inScene({}, async (scene) => {
      scene.clock.stepWallClock(2_000)
      await scene.advance(2_000)
      expect(scene.events).not.toContainEqual(expect.objectContaining({ what: 'clockJump' }))
    }))
})
