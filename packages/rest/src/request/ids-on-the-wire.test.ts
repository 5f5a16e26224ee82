import { describe, expect, it } from 'vitest'

import type { RestClient } from '../client/rest-client.ts'
import { createTestClient, echoOrder } from '../testing/create-test-client.ts'
import { readParams } from '../testing/scripted-transport.ts'

const symbol = 'BTCUSDT'
const orderId = '9007199254740993'
const origClientOrderId = 'mine-1-1'
const lists = {
  orderIdList: [orderId, '22542180'],
  origClientOrderIdList: [origClientOrderId, 'mine-2-1'],
}

type Send = (client: RestClient) => Promise<unknown>

const single = ['getOrder', 'getOpenOrder', 'cancelOrder'] as const
const cases: readonly (readonly [name: string, send: Send, expected: Readonly<Record<string, string>>])[] = [
  ...single.flatMap((name) => [
    [`${name} by orderId`, ({ trading }: RestClient) => trading[name]({ symbol, orderId }), { orderId }] as const,
    [
      `${name} by client id`,
      ({ trading }: RestClient) => trading[name]({ symbol, origClientOrderId }),
      { origClientOrderId },
    ] as const,
  ]),
  [
    'cancelBatchOrders by orderId',
    ({ trading }) => trading.cancelBatchOrders({ symbol, orderIdList: lists.orderIdList }),
    { orderIdList: '[9007199254740993,22542180]' },
  ],
  [
    'cancelBatchOrders by client id',
    ({ trading }) => trading.cancelBatchOrders({ symbol, origClientOrderIdList: lists.origClientOrderIdList }),
    { origClientOrderIdList: '["mine-1-1","mine-2-1"]' },
  ],
  [
    'modifyOrder',
    ({ trading }) => trading.modifyOrder({ symbol, orderId, side: 'BUY', price: '1', quantity: '2' }),
    { orderId },
  ],
]

describe.each(['v3', 'v1'] as const)('the ids of orders, %s', (version) => {
  const known = cases.filter(([name]) => version === 'v3' || name !== 'modifyOrder')

  it.each(known)('are on the wire, every digit of them: %s', async (_name, send, expected) => {
    const { client, transport } = createTestClient(echoOrder, { version })
    await send(client)
    const [request] = transport.requests
    if (request === undefined) throw new Error('nothing was sent')
    expect(readParams(request)).toMatchObject({ symbol, ...expected })
  })
})
