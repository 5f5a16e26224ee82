import { placeOrderEndpoint } from '@aster/api'
import { agentSigner, createNonceSource, hmacSigner } from '@aster/auth'
import { type Clock, RejectedError, Secret, type Transport } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createRestClient } from '../client/create-rest-client.ts'
import type { RestClient, RestClientOptions } from '../client/rest-client.ts'
import { settleOrder } from '../settle/settle-order.ts'
import { createTimeSync } from '../time/create-time-sync.ts'

/** Keys of the accounts that the exchange knows. */
export interface ClientKeys {
  readonly agent: { readonly privateKey: string }
  readonly master: { readonly address: string }
  readonly v1: { readonly apiKey: string; readonly apiSecret: string }
}

/** An exchange to run the suite against, and a way to wait that moves its clock. */
export interface ClientWorld extends AsyncDisposable {
  readonly keys: ClientKeys
  readonly transport: Transport
  readonly clock: Clock
  readonly baseUrl: string
  run<T>(work: Promise<T>): Promise<T>
}

type Version = 'v3' | 'v1'

/** A client of the test account, with either generation of keys. */
export function createSignedClient(
  world: Pick<ClientWorld, 'keys' | 'transport' | 'clock' | 'baseUrl'>,
  version: Version,
  options: Partial<RestClientOptions> = {},
): RestClient {
  const { keys, transport, clock, baseUrl } = world
  const signer =
    version === 'v3'
      ? agentSigner({
          privateKey: new Secret(keys.agent.privateKey),
          user: keys.master.address,
          nonces: createNonceSource({ clock }),
        })
      : hmacSigner({
          apiKey: new Secret(keys.v1.apiKey),
          apiSecret: new Secret(keys.v1.apiSecret),
          now: () => clock.now(),
        })
  return createRestClient({ transport, clock, baseUrl, signer, ...options })
}

const symbol = 'BTCUSDT'

/** A price far below the market, on the grid: an order that rests. */
async function findRestingPrice(client: RestClient): Promise<string> {
  const { bidPrice } = await client.market.getBookTicker({ symbol })
  return String(Math.floor(Number(bidPrice) * 0.9))
}

/** What a client must do on every exchange and every transport, with both generations of keys. */
export function describeClient(name: string, createWorld: () => Promise<ClientWorld>): void {
  describe.each(['v3', 'v1'] as const)(`${name}, %s`, (version) => {
    const inWorld = async (work: (client: RestClient, world: ClientWorld) => Promise<void>) => {
      await using world = await createWorld()
      await world.run(work(createSignedClient(world, version), world))
    }

    it('reads the market', () =>
      inWorld(async (client) => {
        await client.market.ping()
        const { symbols, rateLimits } = await client.market.getExchangeInfo()
        expect(symbols.map((info) => info.symbol)).toContain(symbol)
        expect(rateLimits.length).toBeGreaterThan(0)
        const { bids, asks } = await client.market.getDepth({ symbol, limit: 5 })
        expect(Number(asks[0]?.[0])).toBeGreaterThan(Number(bids[0]?.[0]))
        expect(await client.market.getKlines({ symbol, interval: '1m', limit: 3 })).toBeInstanceOf(Array)
        expect((await client.market.getPremiumIndex({ symbol })).symbol).toBe(symbol)
        expect((await client.market.getTickerPrice({ symbol })).symbol).toBe(symbol)
        expect((await client.market.getTicker24hr({ symbol })).symbol).toBe(symbol)
        expect(await client.market.getTrades({ symbol, limit: 5 })).toBeInstanceOf(Array)
        expect(await client.market.getAggTrades({ symbol, limit: 5 })).toBeInstanceOf(Array)
      }))

    it('reads account and positions', () =>
      inWorld(async (client) => {
        const balances = await client.account.getBalance()
        expect(balances.find(({ asset }) => asset === 'USDT')?.balance).toMatch(/^10000/)
        expect((await client.account.getAccount()).canTrade).toBe(true)
        expect(await client.position.getPositionRisk({ symbol })).toBeInstanceOf(Array)
        expect((await client.position.getPositionMode()).dualSidePosition).toBe(false)
        expect((await client.position.getLeverageBrackets({ symbol })).brackets.length).toBeGreaterThan(0)
        expect((await client.account.getCommissionRate({ symbol })).symbol).toBe(symbol)
        expect(await client.account.getIncome()).toBeInstanceOf(Array)
        expect((await client.position.setLeverage({ symbol, leverage: 10 })).leverage).toBe(10)
      }))

    it('places, finds, lists and cancels an order', () =>
      inWorld(async (client) => {
        const price = await findRestingPrice(client)
        const newClientOrderId = 'suite-1.A:/x-1'
        const placed = await client.trading.placeOrder({
          symbol,
          side: 'BUY',
          type: 'LIMIT',
          timeInForce: 'GTX',
          quantity: '0.01',
          price,
          newClientOrderId,
        })
        expect(placed).toMatchObject({ clientOrderId: newClientOrderId, status: 'NEW' })
        const found = await client.trading.getOrder({ symbol, origClientOrderId: newClientOrderId })
        expect(found.orderId).toBe(placed.orderId)
        expect((await client.trading.getOpenOrders({ symbol })).map(({ orderId }) => orderId)).toEqual([placed.orderId])
        const canceled = await client.trading.cancelOrder({ symbol, orderId: placed.orderId })
        expect(canceled.status).toBe('CANCELED')
        await expect(client.trading.cancelOrder({ symbol, orderId: placed.orderId })).rejects.toMatchObject({
          code: -2011,
        })
      }))

    it('takes the market and shows fill, position and trade', () =>
      inWorld(async (client) => {
        const order = await client.trading.placeOrder({
          symbol,
          side: 'BUY',
          type: 'MARKET',
          quantity: '0.01',
          newOrderRespType: 'RESULT',
        })
        expect(order.status).toBe('FILLED')
        const [position] = await client.position.getPositionRisk({ symbol })
        expect(Number(position?.positionAmt)).toBe(0.01)
        const trades = await client.account.getUserTrades({ symbol })
        expect(trades.map(({ orderId }) => orderId)).toContain(order.orderId)
      }))

    it('keeps the order of a batch, with an error for the element that is refused', () =>
      inWorld(async (client) => {
        const price = await findRestingPrice(client)
        const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price } as const
        const [first, second, third] = await client.trading.placeBatchOrders({
          batchOrders: [order, { ...order, quantity: '0.00001' }, { ...order, newClientOrderId: 'third-1-1' }],
        })
        expect(first).toMatchObject({ status: 'NEW' })
        expect(second).toBeInstanceOf(RejectedError)
        expect(third).toMatchObject({ clientOrderId: 'third-1-1' })
        await client.trading.cancelAllOpenOrders({ symbol })
        expect(await client.trading.getOpenOrders({ symbol })).toEqual([])
      }))

    it('refuses with the code of the exchange', () =>
      inWorld(async (client) => {
        const order = { symbol, side: 'BUY', type: 'MARKET', quantity: '100' } as const
        const error: unknown = await client.trading.placeOrder(order).catch((reason: unknown) => reason)
        expect(error).toBeInstanceOf(RejectedError)
      }))

    it('learns usage from the headers', () =>
      inWorld(async (client, { baseUrl }) => {
        await client.market.getTickerPrice()
        const [window] = client.budgets().weight[new URL(baseUrl).origin]?.windows ?? []
        expect(window?.used).toBeGreaterThanOrEqual(2)
      }))

    it('keeps a listen key', () =>
      inWorld(async (client) => {
        const { listenKey } = await client.stream.createListenKey()
        expect((await client.stream.createListenKey()).listenKey).toBe(listenKey)
        await client.stream.keepAliveListenKey()
        await client.stream.closeListenKey()
      }))

    it('measures the clock of the exchange', () =>
      inWorld(async (client, { clock }) => {
        const time = createTimeSync(client, { clock })
        await time.sync()
        expect(Math.abs(time.sample?.offsetMs ?? Number.NaN)).toBeLessThan(1_000)
      }))

    it('settles a placement that is there', () =>
      inWorld(async (client, { clock }) => {
        const price = await findRestingPrice(client)
        const clientOrderId = 'lost-1-1'
        const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price } as const
        const { meta } = await client.callWithMeta(placeOrderEndpoint, {
          ...order,
          newClientOrderId: clientOrderId,
        })
        const sentAtMs = clock.now()
        const settlement = await settleOrder(client, { symbol, clientOrderId, nonceUs: meta.nonceUs, sentAtMs })
        expect(settlement).toMatchObject({ outcome: 'placed', order: { clientOrderId } })
      }))
  })

  describe(`${name}, noop`, () => {
    it('makes a placement that never arrived absent at once', async () => {
      await using world = await createWorld()
      const client = createSignedClient(world, 'v3')
      const lost = {
        symbol,
        clientOrderId: 'never-1-1',
        nonceUs: world.clock.nowUs(),
        sentAtMs: world.clock.now(),
      }
      await expect(world.run(settleOrder(client, lost))).resolves.toEqual({ outcome: 'absent' })
      const late = client.trading.placeOrder(
        { symbol, side: 'BUY', type: 'MARKET', quantity: '0.01', newClientOrderId: 'never-1-1' },
        { nonceUs: lost.nonceUs },
      )
      await expect(world.run(late)).rejects.toMatchObject({ code: -4225 })
    })
  })
}
