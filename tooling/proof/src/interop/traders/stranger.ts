import { once } from 'node:events'

import { createSeededRandom, createSystemClock } from '@aster/core'
import { WebSocket } from 'ws'

import type { ForeignClient, Venue } from '../foreign-trader.ts'
import { readBookTicker, readDone, readListenKey, readUserEvent } from '../raw-answers.ts'
import { createRawTrader } from '../raw-trader.ts'
import { createStrangerRequests } from './stranger-requests.ts'

const symbol = 'BTCUSDT'

/** No library at all, every odd habit that clients have, drawn anew for each request. */
export const strangerV3Client: ForeignClient = {
  name: 'stranger (V3)',
  packageName: undefined,
  speaks: 'V3, odd habits',
  open: async (venue) => openStranger(venue, 'v3'),
}

export const strangerV1Client: ForeignClient = {
  name: 'stranger (V1)',
  packageName: undefined,
  speaks: 'V1, odd habits',
  open: async (venue) => openStranger(venue, 'v1'),
}

function openStranger(venue: Venue, version: 'v1' | 'v3') {
  const send = createStrangerRequests(venue, version, {
    clock: createSystemClock(),
    random: createSeededRandom(`stranger/${version}`),
  })
  const at = (path: string) => `/fapi/${version}/${path}`
  const balancePath = version === 'v3' ? '/fapi/v3/balance' : '/fapi/v2/balance'
  const positionPath = version === 'v3' ? '/fapi/v3/positionRisk' : '/fapi/v2/positionRisk'
  const sockets: WebSocket[] = []

  const listen = async (subscribe: Readonly<Record<string, unknown>>, onMessage: (raw: unknown) => void) => {
    const socket = new WebSocket(`${venue.wsUrl}/ws`)
    sockets.push(socket)
    await once(socket, 'open')
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.on('message', (data: Buffer) => {
      const raw = JSON.parse(data.toString('utf8')) as Readonly<Record<string, unknown>>
      if ('result' in raw) resolve()
      else onMessage(raw)
    })
    socket.send(JSON.stringify(subscribe))
    await promise
  }

  return createRawTrader({
    time: () => send('GET', at('time'), {}, 'open'),
    async exchangeInfo() {
      await send('GET', '/api/v3/exchangeInfo', {}, 'open')
      await send('GET', '/api/v3/exchangeInfo', {}, 'open')
      return send('GET', at('exchangeInfo'), {}, 'open')
    },
    depth: () => send('GET', at('depth'), { symbol, limit: '5' }, 'open'),
    price: () => send('GET', at('ticker/price'), { symbol }, 'open'),
    balance: () => send('GET', balancePath),
    leverage: (leverage) => send('POST', at('leverage'), { symbol, leverage }),
    marginType: (marginType) => send('POST', at('marginType'), { symbol, marginType }),
    positionMode: () => send('GET', at('positionSide/dual')),
    changePositionMode: (on) => send('POST', at('positionSide/dual'), { dualSidePosition: on ? 'TRUE' : 'false' }),
    place: (wish) => send('POST', at('order'), { symbol, ...wish }),
    placeBatch: (wishes) =>
      send('POST', at('batchOrders'), { batchOrders: wishes.map((wish) => ({ symbol, ...wish })) }),
    order: (orderId) => send('GET', at('order'), { symbol, orderId }),
    openOrders: () => send('GET', at('openOrders'), { symbol }),
    cancel: (orderId) => send('DELETE', at('order'), { symbol, orderId }),
    cancelBatch: (ids) => send('DELETE', at('batchOrders'), { symbol, orderIdList: ids }),
    cancelAll: () => send('DELETE', at('allOpenOrders'), { symbol }),
    positions: () => send('GET', positionPath, { symbol }),
    trades: () => send('GET', at('userTrades'), { symbol }),
    income: () => send('GET', at('income')),
    async watchUser(onNote) {
      const listenKey = readListenKey(await send('POST', at('listenKey')))
      await listen({ method: 'SUBSCRIBE', params: [listenKey] }, (raw) => {
        const note = readUserEvent(raw)
        if (note !== undefined) onNote(note)
      })
    },
    keepUserStream: async () => readDone(await send('PUT', at('listenKey'), { listenKey: 'any' })),
    closeUserStream: async () => readDone(await send('DELETE', at('listenKey'))),
    watchBook: (onBest) =>
      listen({ method: 'SUBSCRIBE', params: ['btcusdt@bookTicker'], id: '7' }, (raw) => {
        const best = readBookTicker(raw)
        if (best !== undefined) onBest(best)
      }),
    async close() {
      for (const socket of sockets) socket.terminate()
    },
  })
}
