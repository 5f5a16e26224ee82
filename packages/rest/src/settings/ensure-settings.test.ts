import { OutcomeUnknownError, RejectedError } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createTestClient } from '../testing/create-test-client.ts'
import { createSignedClient } from '../testing/describe-client.ts'
import { answer, refusal } from '../testing/scripted-transport.ts'
import { ensureMarginType } from './ensure-margin-type.ts'
import { ensureMultiAssetsMode } from './ensure-multi-assets-mode.ts'
import { ensurePositionMode } from './ensure-position-mode.ts'

const symbol = 'BTCUSDT'
const done = answer({ code: 200, msg: 'success' })

async function openWorld(rules: { endpoint: string; kind: 'acceptThenDrop' | 'dropBeforeAccept' }[] = []) {
  const test = await startTestExchange({ limits: false })
  const { exchange, clock } = test
  exchange.faults.load({ rules: rules.map(({ endpoint, kind }) => ({ match: { endpoint }, action: { kind } })) })
  const world = { keys: testKeys, transport: exchange.transport({ latencyMs: 20 }), clock, baseUrl: exchange.restUrl }
  const client = createSignedClient(world, 'v3')
  return { client, clock, run: <T>(work: Promise<T>) => clock.runUntil(work), close: () => test[Symbol.asyncDispose]() }
}

describe.each(['v3', 'v1'] as const)('settings, %s', (version) => {
  it('are set, and are success when they are so already', async () => {
    await using test = await startTestExchange({ limits: false })
    const { exchange, clock } = test
    const world = { keys: testKeys, transport: exchange.transport(), clock, baseUrl: exchange.restUrl }
    const client = createSignedClient(world, version)
    const isolated = () => clock.runUntil(ensureMarginType(client, { symbol, marginType: 'ISOLATED' }))
    expect(await isolated()).toEqual({ changed: true })
    expect(await isolated()).toEqual({ changed: false })
    expect(await clock.runUntil(ensureMarginType(client, { symbol, marginType: 'CROSSED' }))).toEqual({ changed: true })
    const hedge = () => clock.runUntil(ensurePositionMode(client, { dualSidePosition: true }))
    expect(await hedge()).toEqual({ changed: true })
    expect(await hedge()).toEqual({ changed: false })
    const single = () => clock.runUntil(ensureMultiAssetsMode(client, { multiAssetsMargin: 'false' }))
    expect(await single()).toEqual({ changed: expect.any(Boolean) })
  })
})

describe('a setting whose answer was lost', () => {
  it('is as wanted when a query says so', async () => {
    const { client, run, close } = await openWorld([{ endpoint: 'setPositionMode', kind: 'acceptThenDrop' }])
    expect(await run(ensurePositionMode(client, { dualSidePosition: true }))).toEqual({ changed: undefined })
    await close()
  })

  it('stays unknown when queries go on showing the other value', async () => {
    const { client, run, close } = await openWorld([{ endpoint: 'setPositionMode', kind: 'dropBeforeAccept' }])
    const ensured = run(ensurePositionMode(client, { dualSidePosition: true }))
    await expect(ensured).rejects.toBeInstanceOf(OutcomeUnknownError)
    await close()
  })
})

describe('a setting', () => {
  it('is not believed before a query shows it', async () => {
    let asked = 0
    const { client, clock } = createTestClient(({ method }) => {
      if (method === 'POST') return done
      asked += 1
      return answer({ multiAssetsMargin: asked > 3 })
    })
    await expect(clock.runUntil(ensureMultiAssetsMode(client, { multiAssetsMargin: true }))).resolves.toEqual({
      changed: true,
    })
    expect(asked).toBe(4)
    const stuck = createTestClient(({ method }) => (method === 'POST' ? done : answer({ multiAssetsMargin: false })))
    await expect(
      stuck.clock.runUntil(ensureMultiAssetsMode(stuck.client, { multiAssetsMargin: true })),
    ).rejects.toThrow(/queries still show single-asset mode/)
  })

  it.each([
    [-4046, 'No need to change margin type.'],
    [-4059, 'No need to change position side.'],
    [-4052, 'No need to change multi-assets mode.'],
  ])('counts %i as success', async (code, text) => {
    const rows = ['LONG', 'SHORT'].map((positionSide) => ({
      symbol,
      positionSide,
      positionAmt: '0',
      entryPrice: '0',
      markPrice: '0',
      unRealizedProfit: '0',
      liquidationPrice: '0',
      leverage: '20',
      maxNotionalValue: '1',
      marginType: 'cross',
      isolatedMargin: '0',
      isAutoAddMargin: 'false',
    }))
    const { client, clock } = createTestClient(({ method, url }) => {
      if (method === 'POST') return refusal(code, text)
      return url.includes('/positionRisk') ? answer(rows) : answer({ multiAssetsMargin: true, dualSidePosition: true })
    })
    const ensured =
      code === -4046
        ? ensureMarginType(client, { symbol, marginType: 'CROSSED' })
        : code === -4059
          ? ensurePositionMode(client, { dualSidePosition: true })
          : ensureMultiAssetsMode(client, { multiAssetsMargin: true })
    await expect(clock.runUntil(ensured)).resolves.toEqual({ changed: false })
  })

  it('that is refused stays a refusal', async () => {
    const { client, clock, transport } = createTestClient(() => refusal(-4048, 'there exists a position'))
    const ensured = clock.runUntil(ensureMarginType(client, { symbol, marginType: 'ISOLATED' }))
    await expect(ensured).rejects.toBeInstanceOf(RejectedError)
    expect(transport.requests).toHaveLength(1)
  })
})
