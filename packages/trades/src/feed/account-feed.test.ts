import type { FeedBody } from '@aster/core'
import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { beginTrade } from '../testing/begin-trade.ts'
import { openScene, type Scene } from '../testing/open-scene.ts'
import { type AccountFeed, createAccountFeed } from './create-account-feed.ts'
import { sampleAccount } from './sample-account.ts'

interface Told {
  readonly body: FeedBody
  readonly correlationId: string | undefined
}
type Bodies<K extends FeedBody['kind']> = readonly Extract<FeedBody, { kind: K }>[]

interface Stage {
  readonly scene: Scene
  readonly feed: AccountFeed
  readonly told: Told[]
  /** Watches prices, positions and budgets until the stage ends. */
  readonly sample: () => void
  readonly cutStreams: () => void
  readonly of: <K extends FeedBody['kind']>(kind: K) => Bodies<K>
}

async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  const told: Told[] = []
  const publish = (body: FeedBody, correlationId?: string) => void told.push({ body, correlationId })
  const feed = createAccountFeed({ name: 'desk', publish })
  let stop: (() => void) | undefined
  await using test = await startTestExchange()
  await using scene = await openScene(test, testKeys, { account: { name: 'desk', onEvent: feed.onEvent } })
  await play({
    scene,
    feed,
    told,
    cutStreams: () => test.exchange.streams.cutAll(),
    sample: () =>
      (stop = sampleAccount({ account: scene.account, clock: scene.clock, publish, feed, streams: scene.streams })),
    of: <K extends FeedBody['kind']>(kind: K) =>
      told.map(({ body }) => body).filter((body): body is Extract<FeedBody, { kind: K }> => body.kind === kind),
  })
  stop?.()
}

const sum = (texts: readonly (string | undefined)[]): number => texts.reduce((total, text) => total + Number(text), 0)

describe('the feed of an account', () => {
  it('tells an order from its intent to its end, with what it asks for', () =>
    onStage(async ({ scene, of }) => {
      const { account, run } = scene
      const terms = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '0.01', price: '90000' } as const
      const { clientOrderId } = await run(account.orders.place({ ...terms, timeInForce: 'GTC' }))
      await run(account.orders.cancel(clientOrderId))
      await scene.advance(1_000)
      const orders = of('order').filter((order) => order.clientOrderId === clientOrderId)
      expect(orders.map(({ status }) => status).filter((status, at, all) => status !== all[at - 1])).toEqual([
        'SENT',
        'NEW',
        'CANCELED',
      ])
      for (const order of orders) expect(order).toMatchObject({ account: 'desk', ...terms, filledQuantity: '0' })
    }))

  it('tells each fill once, though streams and reconciliations report it again and again', () =>
    onStage(async ({ scene, feed, of, cutStreams }) => {
      const { trade } = beginTrade(scene)
      await scene.advance(5_000)
      cutStreams()
      await scene.advance(120_000)
      await scene.run(trade.close())
      const fills = of('fill')
      expect(new Set(fills.map(({ tradeId }) => tradeId)).size).toBe(fills.length)
      expect(sum(fills.filter(({ side }) => side === 'BUY').map(({ quantity }) => quantity))).toBeCloseTo(0.02)
      expect(sum(fills.filter(({ side }) => side === 'SELL').map(({ quantity }) => quantity))).toBeCloseTo(0.02)
      const wallet = Number(scene.truth().wallet) - 10_000
      expect(feed.totals.realizedPnl - feed.totals.fees).toBeCloseTo(wallet, 6)
    }))

  it('carries the id of the trade on every order, fill and step that belongs to it', () =>
    onStage(async ({ scene, told }) => {
      const { trade } = beginTrade(scene, { takeProfits: [1] })
      await scene.advance(5_000)
      await scene.run(trade.close())
      const { realizedPnl, fees } = await scene.run(trade.done)
      const ours = told.filter(({ correlationId }) => correlationId === trade.id)
      const kinds = ours.map(({ body }) => body.kind)
      for (const kind of ['order', 'fill', 'decision']) expect(kinds).toContain(kind)
      expect(new Set(told.map(({ correlationId }) => correlationId))).toEqual(new Set([trade.id, undefined]))
      const strangers = told.filter(({ body, correlationId }) => body.kind === 'fill' && correlationId === undefined)
      expect(strangers).toEqual([])
      expect(ours.map(({ body }) => body).findLast(({ kind }) => kind === 'decision')).toMatchObject({
        what: 'trade ended',
        // profit is what is left when the fees are paid
        reason: `manual, ${realizedPnl} after fees of ${fees}`,
      })
    }))

  it('gives two trades two ids', () =>
    onStage(async ({ scene, told }) => {
      const first = beginTrade(scene).trade
      await scene.advance(3_000)
      await scene.run(first.close())
      const second = beginTrade(scene, { side: 'SELL' }).trade
      await scene.advance(3_000)
      await scene.run(second.close())
      for (const { id } of [first, second]) {
        const fills = told.filter(({ body, correlationId }) => body.kind === 'fill' && correlationId === id)
        expect(fills.length).toBeGreaterThanOrEqual(2)
      }
    }))

  it('tells a halt as critical and the end of it as information', () =>
    onStage(async ({ scene, of }) => {
      await scene.run(scene.account.risk.halt('operator went home'))
      await scene.run(scene.account.risk.resume('operator is back'))
      const risk = of('incident').filter(({ what }) => what.startsWith('risk'))
      expect(risk).toMatchObject([
        { severity: 'critical', what: 'risk halted', detail: expect.stringContaining('operator went home') },
        { severity: 'info', what: 'risk active' },
      ])
    }))

  it('warns of a gap in the stream of the account', () =>
    onStage(async ({ scene, of, cutStreams }) => {
      cutStreams()
      await scene.advance(30_000)
      expect(of('incident')).toContainEqual(expect.objectContaining({ what: 'streamGap', severity: 'warning' }))
    }))
})

describe('the samples of an account', () => {
  it('say of a position whether its stop stands, and once more when it is gone', () =>
    onStage(async ({ scene, of, sample }) => {
      sample()
      await scene.run(scene.account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }))
      await scene.advance(1_500)
      expect(of('position').at(-1)).toMatchObject({ quantity: '0.01', isProtected: false })
      const stop = { type: 'STOP_MARKET', stopPrice: '90000', closePosition: true } as const
      await scene.run(scene.account.orders.place({ symbol: 'BTCUSDT', side: 'SELL', ...stop }))
      await scene.advance(1_500)
      expect(of('position').at(-1)).toMatchObject({ quantity: '0.01', isProtected: true })
      const exit = { side: 'SELL', type: 'MARKET', quantity: '0.01', reduceOnly: true } as const
      await scene.run(scene.account.orders.place({ symbol: 'BTCUSDT', ...exit }))
      await scene.advance(1_500)
      const last = of('position').at(-1)
      expect(last).toMatchObject({ quantity: '0' })
      const count = of('position').length
      await scene.advance(5_000)
      expect(of('position')).toHaveLength(count)
    }))

  it('a stop for a part of the position is not protection', () =>
    onStage(async ({ scene, of, sample }) => {
      sample()
      const symbol = 'BTCUSDT'
      await scene.run(scene.account.orders.place({ symbol, side: 'BUY', type: 'MARKET', quantity: '0.02' }))
      const stop = { type: 'STOP_MARKET', stopPrice: '90000', reduceOnly: true } as const
      const place = (quantity: string) =>
        scene.run(scene.account.orders.place({ symbol, side: 'SELL', ...stop, quantity }))
      await place('0.01')
      await scene.advance(1_500)
      expect(of('position').at(-1)).toMatchObject({ isProtected: false })
      await place('0.01')
      await scene.advance(1_500)
      expect(of('position').at(-1)).toMatchObject({ isProtected: true })
    }))

  it('say prices, worth and budgets', () =>
    onStage(async ({ scene, of, sample }) => {
      sample()
      await scene.advance(2_000)
      expect(of('market').at(-1)).toMatchObject({ symbol: 'BTCUSDT', bestBid: scene.market.bid })
      expect(of('equity').at(-1)).toMatchObject({ account: 'desk', walletBalance: '10000.00000000' })
      expect(of('limit').map(({ name }) => name)).toContain('weight')
      const weight = of('limit').findLast(({ name }) => name === 'weight')
      expect(weight?.used).toBeGreaterThan(0)
      expect(weight?.limit).toBe(2_400)
    }))

  it('say the top of the book, the mark price, and where a position is liquidated', () =>
    onStage(async ({ scene, of, sample }) => {
      sample()
      await scene.run(scene.account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.5' }))
      await scene.advance(20_000)
      const market = of('market').at(-1)
      expect(market?.bids?.[0]?.[0]).toBe(scene.market.bid)
      expect(market?.asks?.[0]?.[0]).toBe(scene.market.ask)
      expect(Number(market?.markPrice)).toBeGreaterThan(0)
      const position = of('position').at(-1)
      expect(position?.markPrice).toBe(String(Number(market?.markPrice)))
      expect(Number(position?.liquidationPrice)).toBeGreaterThan(0)
      expect(Number(position?.liquidationPrice)).toBeLessThan(Number(position?.entryPrice))
      const before = of('position').length
      await scene.run(scene.account.orders.place({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' }))
      await scene.advance(600)
      expect(of('position').slice(before).at(-1)).toMatchObject({ quantity: '0.6' })
    }))

  it('stop when told to', () =>
    onStage(async ({ scene, feed }) => {
      const told: FeedBody[] = []
      const publish = (body: FeedBody) => void told.push(body)
      const stop = sampleAccount({ account: scene.account, clock: scene.clock, publish, feed })
      stop()
      const count = told.length
      await scene.advance(5_000)
      expect(told).toHaveLength(count)
    }))
})
