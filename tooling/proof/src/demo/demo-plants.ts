import type { Signer } from '@aster/auth'
import type { Connector, Transport } from '@aster/core'

import type { Plant } from '../proof.ts'
import { inventOrder } from './invented-order.ts'
import { createLyingConnector, createLyingTransport, hear, type HeardRequest, type Liar } from './lying-link.ts'

/** What a planted bug puts between the demo and its exchange. Made anew for every run. */
export interface PlantedBug {
  readonly wrapTransport?: (transport: Transport) => Transport
  readonly wrapConnector?: (connector: Connector) => Connector
  readonly wrapSigner?: (signer: Signer) => Signer
}

interface DemoPlant extends Plant {
  create(): PlantedBug
}

const isOrderCall = ({ path }: HeardRequest): boolean => path === '/fapi/v3/order'
const isStop = (params: HeardRequest['params']): boolean => params['type'] === 'STOP_MARKET'
const isEntry = (params: HeardRequest['params']): boolean =>
  params['type'] === 'LIMIT' && params['reduceOnly'] === undefined

const standBetween = (liar: Liar): PlantedBug => ({
  wrapTransport: (transport) => createLyingTransport(transport, liar),
  wrapConnector: (connector) => createLyingConnector(connector, liar),
})

/** The stop is never sent; everybody who asks is told that it rests. */
function forgetStops(): PlantedBug {
  const forgotten = new Map<string, ReturnType<typeof inventOrder>>()
  return standBetween({
    answer(request) {
      if (!isOrderCall(request)) return undefined
      const { method, params } = request
      const id = params['origClientOrderId'] ?? ''
      if (method === 'POST' && isStop(params)) {
        const order = inventOrder(request, { orderId: 900_000_000 + forgotten.size, status: 'NEW' })
        forgotten.set(String(order.clientOrderId), order)
        return order
      }
      const order = forgotten.get(id)
      if (order === undefined || method === 'POST') return undefined
      if (method === 'DELETE') forgotten.set(id, { ...order, status: 'CANCELED' })
      return forgotten.get(id)
    },
    change(request, body) {
      if (request.path !== '/fapi/v3/openOrders' || !Array.isArray(body)) return body
      const resting = [...forgotten.values()].filter((order) => order.status === 'NEW')
      const { symbol } = request.params
      return [...body, ...resting.filter((order) => symbol === undefined || order.symbol === symbol)]
    },
  })
}

/** A cancel is never sent; everybody who asks is told that the order is gone. */
function assumeCancels(isChosen: (params: HeardRequest['params']) => boolean): PlantedBug {
  const placed = new Map<string, HeardRequest>()
  const gone = new Map<string, ReturnType<typeof inventOrder>>()
  return standBetween({
    answer(request) {
      if (!isOrderCall(request)) return undefined
      const { method, params } = request
      const id = params['origClientOrderId'] ?? ''
      if (method === 'POST' && isChosen(params)) placed.set(params['newClientOrderId'] ?? '', request)
      const placement = placed.get(id)
      if (method === 'DELETE' && placement !== undefined) {
        gone.set(id, inventOrder(placement, { orderId: 800_000_000 + gone.size, status: 'CANCELED' }))
      }
      return gone.get(id)
    },
    change(request, body) {
      if (request.path !== '/fapi/v3/openOrders' || !Array.isArray(body)) return body
      return (body as { clientOrderId: string }[]).filter(({ clientOrderId }) => !gone.has(clientOrderId))
    },
    passes({ o: order }) {
      return !gone.has(String((order as { c?: unknown } | undefined)?.c))
    },
  })
}

/** Every third execution is lost on the user stream, and missing when executions are asked for. */
function dropFills(): PlantedBug {
  const dropped = new Set<string>()
  let seen = 0
  return standBetween({
    passes({ o }) {
      const order = o as { x?: unknown; t?: unknown } | undefined
      if (order?.x !== 'TRADE') return true
      seen += 1
      if (seen % 3 !== 0) return true
      dropped.add(String(order.t))
      return false
    },
    change(request, body) {
      if (request.path !== '/fapi/v3/userTrades' || !Array.isArray(body)) return body
      return (body as { id: unknown }[]).filter(({ id }) => !dropped.has(String(id)))
    },
  })
}

/** Parameters are changed before they are signed. */
type Pairs = readonly (readonly [name: string, value: string])[]

const changeParams = (change: (params: Pairs) => Pairs): PlantedBug => ({
  wrapSigner: (signer) => ({
    ...signer,
    sign: (request) => signer.sign({ ...request, params: change(request.params) }),
  }),
})

/** As if a factor of 0.3 had been put in and taken out again. */
const toFloatPrice = (params: Pairs): Pairs =>
  params.map(([name, value]) => [name, name === 'price' ? String((Number(value) * (0.1 + 0.2)) / 0.3) : value])

/** An entry that was answered is sent once more. */
function sendTwice(): PlantedBug {
  let signer: Signer | undefined
  return {
    wrapSigner: (real) => (signer = real),
    wrapTransport: (transport) => ({
      async send(request) {
        const response = await transport.send(request)
        const heard = hear(request)
        if (signer === undefined || heard.method !== 'POST' || !isOrderCall(heard) || !isEntry(heard.params))
          return response
        const business = Object.entries(heard.params).filter(
          ([name]) => !['nonce', 'signer', 'user', 'signature'].includes(name),
        )
        const params = business.map(
          ([name, value]) => [name, name === 'newClientOrderId' ? `${value}-2` : value] as const,
        )
        const { body } = await signer.sign({ method: 'POST', params })
        await transport.send({ ...request, body })
        return response
      },
      close: () => transport.close(),
    }),
  }
}

/** Bugs that trading programs have had, built in between the demo and the exchange. */
export const demoPlants: readonly DemoPlant[] = [
  { name: 'stop-forgotten', meaning: 'A stop is believed to rest and was never sent.', create: forgetStops },
  {
    name: 'cancel-assumed',
    meaning: 'An entry counts as cancelled before the exchange has heard of it.',
    create: () => assumeCancels(isEntry),
  },
  {
    name: 'exit-left',
    meaning: 'The stop of a closed position stays on the book.',
    create: () => assumeCancels(isStop),
  },
  { name: 'fill-dropped', meaning: 'Every third execution is lost.', create: dropFills },
  {
    name: 'float-price',
    meaning: 'Prices go through binary floating point.',
    create: () => changeParams(toFloatPrice),
  },
  { name: 'order-twice', meaning: 'An entry is sent again under another id.', create: sendTwice },
]
