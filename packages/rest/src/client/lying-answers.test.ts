import { OutcomeUnknownError, TransportError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { settleCancel } from '../settle/settle-cancel.ts'
import { settleOrder } from '../settle/settle-order.ts'
import { createTestClient, orderAnswer, testStartMs } from '../testing/create-test-client.ts'
import { answer, refusal, type Script } from '../testing/scripted-transport.ts'

const limit = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '60000',
  newClientOrderId: 'test-1-1',
} as const
const mine = orderAnswer()
const another = orderAnswer({ clientOrderId: 'other-9-9', orderId: 99, status: 'FILLED' })
const otherSymbol = orderAnswer({ symbol: 'ETHUSDT' })

type Client = ReturnType<typeof createTestClient>['client']

async function run(script: Script, work: (client: Client) => Promise<unknown>): Promise<unknown> {
  const { client, clock } = createTestClient(script)
  return clock.runUntil(work(client).catch((error: unknown) => error))
}

describe('an answer about something else', () => {
  it.each([
    ['a placement with another client order id', another, (client: Client) => client.trading.placeOrder(limit)],
    ['a placement in another symbol', otherSymbol, (client: Client) => client.trading.placeOrder(limit)],
    [
      'a cancel of another order',
      another,
      (client: Client) => client.trading.cancelOrder({ symbol: 'BTCUSDT', origClientOrderId: 'test-1-1' }),
    ],
    [
      'a cancel of another exchange id',
      another,
      (client: Client) => client.trading.cancelOrder({ symbol: 'BTCUSDT', orderId: '22542179' }),
    ],
    [
      'a batch in another order',
      [another, mine],
      (client: Client) =>
        client.trading.placeBatchOrders({ batchOrders: [limit, { ...limit, newClientOrderId: 'other-9-9' }] }),
    ],
  ] as const)('does not prove %s', async (_name, content, work) => {
    expect(await run(() => answer(content), work)).toBeInstanceOf(OutcomeUnknownError)
  })

  it('is no answer to a question for an order', async () => {
    const ask = (client: Client) => client.trading.getOrder({ symbol: 'BTCUSDT', origClientOrderId: 'test-1-1' })
    expect(await run(() => answer(another), ask)).toBeInstanceOf(TransportError)
    expect(await run(() => answer(mine), ask)).toMatchObject({ clientOrderId: 'test-1-1' })
  })

  it('settles neither a placement nor a cancel', async () => {
    const script: Script = ({ url }) => {
      if (url.includes('/noop')) return refusal(-4225, 'Nonce Expired')
      return answer(url.includes('/time') ? { serverTime: testStartMs } : another)
    }
    const lost = { symbol: 'BTCUSDT', clientOrderId: 'test-1-1', sentAtMs: testStartMs }
    const options = { timeoutMs: 3_000 }
    expect(await run(script, (client) => settleOrder(client, lost, options))).toEqual({ outcome: 'unknown' })
    expect(await run(script, (client) => settleCancel(client, lost, options))).toEqual({ outcome: 'unknown' })
  })

  it.each([
    ['an error of a gateway', { code: 500, msg: 'busy' }],
    ['a code of zero', { code: 0, msg: 'success' }],
    ['nothing', {}],
  ])('does not win a nonce: %s', async (_name, content) => {
    const script: Script = ({ url }) => {
      if (url.includes('/time')) return answer({ serverTime: testStartMs })
      return url.includes('/noop') ? answer(content) : refusal(-2013, 'Order does not exist.')
    }
    const lost = { symbol: 'BTCUSDT', clientOrderId: 'test-1-1', nonceUs: BigInt(testStartMs) * 1_000n }
    const work = (client: Client) => settleOrder(client, { ...lost, sentAtMs: testStartMs }, { timeoutMs: 3_000 })
    expect(await run(script, work)).toEqual({ outcome: 'unknown' })
  })

  it('takes a symbol that is only spelled in other letters', async () => {
    const work = (client: Client) => client.trading.placeOrder({ ...limit, symbol: 'btcusdt' })
    expect(await run(() => answer(mine), work)).toMatchObject({ symbol: 'BTCUSDT' })
  })
})
