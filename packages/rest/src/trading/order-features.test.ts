import { startTestExchange, testKeys } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { createSignedClient } from '../testing/describe-client.ts'

const symbol = 'BTCUSDT'

async function openWorld() {
  const test = await startTestExchange({ limits: false })
  const { exchange, clock } = test
  const world = { keys: testKeys, transport: exchange.transport(), clock, baseUrl: exchange.restUrl }
  const client = createSignedClient(world, 'v3')
  const run = <T>(work: Promise<T>) => clock.runUntil(work)
  const { bidPrice } = await run(client.market.getBookTicker({ symbol }))
  const at = (offset: number) => (Math.round((Number(bidPrice) + offset) * 10) / 10).toFixed(1)
  return { client, clock, run, at, [Symbol.asyncDispose]: () => test[Symbol.asyncDispose]() }
}

describe('the order features of the exchange, called by our client', () => {
  it('an entry with exits: placed, changed, listed, ended with the position', async () => {
    await using world = await openWorld()
    const { client, run, at } = world
    const leg = { securityType: 'USDT_FUTURES', symbol } as const
    const receipt = await run(
      client.trading.placeStrategyOrder({
        strategyType: 'OTOCO',
        clientStrategyId: 'mine',
        subOrderList: [
          { ...leg, strategySubId: '1', side: 'BUY', type: 'MARKET', quantity: '0.01' },
          {
            ...leg,
            strategySubId: '2',
            side: 'SELL',
            type: 'TAKE_PROFIT_MARKET',
            stopPrice: at(500),
            quantity: '0.01',
            reduceOnly: true,
            timeInForce: 'GTE_GTC',
          },
          {
            ...leg,
            strategySubId: '3',
            side: 'SELL',
            type: 'STOP_MARKET',
            stopPrice: at(-500),
            quantity: '0.01',
            reduceOnly: true,
          },
        ],
      }),
    )
    expect(receipt).toMatchObject({ clientStrategyId: 'mine', strategyStatus: 'WORKING', failureCode: 0 })
    const [changed] = await run(
      client.trading.updateStrategyOrder({
        strategyId: receipt.strategyId,
        strategyType: 'OTOCO',
        subOrderList: [
          { ...leg, strategySubId: '3', side: 'SELL', type: 'STOP_MARKET', stopPrice: at(-400), quantity: '0.01' },
        ],
      }),
    )
    expect(changed).toMatchObject({ updatedSubOrder: 3, updateStatus: 'SUCCESS' })
    const open = await run(client.trading.getOpenStrategy({ strategyType: 'OTOCO', clientStrategyId: 'mine' }))
    expect(open.subOrders.map(({ status }) => status)).toEqual(['FILLED', 'NEW', 'NEW'])
    expect(Number(open.subOrders[2]?.stopPrice)).toBe(Number(at(-400)))
    await run(client.trading.placeOrder({ symbol, side: 'SELL', type: 'MARKET', quantity: '0.01', reduceOnly: true }))
    expect(await run(client.trading.getOpenOrders({ symbol }))).toEqual([])
    const past = await run(client.trading.getStrategyHistory({ strategyType: 'OTOCO', clientStrategyId: 'mine' }))
    expect(past.strategyStatus).toBe('FILLED')
  })

  it('a chase, a peg, a test order', async () => {
    await using world = await openWorld()
    const { client, run, at } = world
    const chase = await run(
      client.trading.chaseOrder({
        symbol,
        side: 'SELL',
        quantityUnit: 'QUOTE',
        quantity: '2000',
        maxChaseOffset: '20',
      }),
    )
    expect(chase).toMatchObject({ strategyType: 'CHASE', strategyStatus: 'WORKING' })
    const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTX', quantity: '0.01' } as const
    const pegged = await run(client.trading.placeOrder({ ...order, pegPriceType: 'QUEUE_1', pegOffset: '-0.2' }))
    expect(Number(pegged.price)).toBe(Number(at(-0.2)))
    await run(client.trading.testOrder({ ...order, price: at(-5) }))
    expect(await run(client.trading.getOpenOrders({ symbol }))).toHaveLength(2)
  })

  it('a guarded cancel with the nonce that the order was placed with, and protection for quotes', async () => {
    await using world = await openWorld()
    const { client, run, at } = world
    const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: at(-100) } as const
    const nonces: bigint[] = []
    const placed = await run(
      client.trading.placeOrder(order, {
        onSigned: ({ nonceUs }) => {
          if (nonceUs !== undefined) nonces.push(nonceUs)
        },
      }),
    )
    const reference = { symbol, orderId: placed.orderId, nonce: String(nonces[0]) }
    expect(await run(client.trading.guardedCancelOrder(reference))).toMatchObject({ status: 'CANCELED' })

    const limits = { symbol, windowTimeInMilliseconds: 1000, frozenTimeInMilliseconds: 0, qtyLimit: 1 }
    expect(await run(client.trading.setMarketMakerProtection(limits))).toBe(true)
    expect(await run(client.trading.getMarketMakerProtection({ symbol }))).toMatchObject([{ qtyLimit: '1' }])
    await run(client.trading.placeOrder({ symbol, side: 'BUY', type: 'MARKET', quantity: '1' }))
    await expect(run(client.trading.placeOrder(order))).rejects.toMatchObject({ code: -2010 })
    expect(await run(client.trading.resetMarketMakerProtection({ symbol }))).toBe(true)
    await run(client.trading.placeOrder(order))
    expect(await run(client.trading.deleteMarketMakerProtection({ symbol }))).toBe(true)
  })
})
