import type { Signer } from '@aster/auth'

import { inventOrder } from '../demo/invented-order.ts'
import { createLyingConnector, createLyingTransport, hear, type HeardRequest, type Liar } from '../demo/lying-link.ts'
import type { Plant } from '../proof.ts'
import type { ChaosBug } from './open-chaos-venue.ts'

interface ChaosPlant extends Plant {
  create(): ChaosBug
}

type Params = HeardRequest['params']
type Pairs = readonly (readonly [name: string, value: string])[]
type Invented = ReturnType<typeof inventOrder>

const orderPath = '/fapi/v3/order'
const isStop = (params: Params): boolean => params['type'] === 'STOP_MARKET'
const isEntry = (params: Params): boolean => {
  if (params['reduceOnly'] === 'true' || params['closePosition'] === 'true') return false
  if (params['positionSide'] === undefined || params['positionSide'] === 'BOTH') return true
  return (params['positionSide'] === 'LONG') === (params['side'] === 'BUY')
}

const standBetween = (liar: Liar): ChaosBug => ({
  wrapTransport: (transport) => createLyingTransport(transport, liar),
  wrapConnector: (connector) => createLyingConnector(connector, liar),
})

/** Parameters are changed before they are signed. */
const changeParams = (change: (params: Pairs) => Pairs): ChaosBug => ({
  wrapSigner: (signer) => ({
    ...signer,
    sign: (request) => signer.sign({ ...request, params: change(request.params) }),
  }),
})

const setParam = (params: Pairs, name: string, value: string): Pairs =>
  params.map((pair) => (pair[0] === name ? [name, value] : pair))

/** The first placement of an entry sets the quantity of every later one of the same trade, whatever has filled. */
function placeFullSizeAgain(): ChaosBug {
  const first = new Map<string, string>()
  const bug = changeParams((params) => {
    const facts = Object.fromEntries(params)
    const { quantity } = facts
    if (facts['newClientOrderId'] === undefined || quantity === undefined || !isEntry(facts)) return params
    const leg = facts['positionSide'] ?? 'BOTH'
    const whole = first.get(leg) ?? quantity
    first.set(leg, whole)
    return setParam(params, 'quantity', whole)
  })
  return { ...bug, onTradeBegin: (positionSide) => first.delete(positionSide) }
}

/** Some stops are never sent; whoever asks is told that they rest. */
function forgetStops(
  isChosen: (params: Params) => boolean,
  watch?: (event: Readonly<Record<string, unknown>>) => void,
) {
  const forgotten = new Map<string, Invented>()
  return standBetween({
    answer(request) {
      const { method, path, params } = request
      if (path !== orderPath) return undefined
      if (method === 'POST' && isStop(params) && isChosen(params)) {
        const order = inventOrder(request, { orderId: 900_000_000 + forgotten.size, status: 'NEW' })
        forgotten.set(String(order.clientOrderId), order)
        return order
      }
      const id = params['origClientOrderId'] ?? ''
      const order = forgotten.get(id)
      if (order === undefined || method === 'POST') return undefined
      if (method === 'DELETE') forgotten.set(id, { ...order, status: 'CANCELED' })
      return forgotten.get(id)
    },
    change({ path }, body) {
      if (path !== '/fapi/v3/openOrders' || !Array.isArray(body)) return body
      return [...body, ...[...forgotten.values()].filter((order) => order.status === 'NEW')]
    },
    passes(event) {
      watch?.(event)
      return true
    },
  })
}

/** After an entry that has filled in part only, the stop is believed to rest and was never sent. */
function forgetStopsOfPartialEntries(): ChaosBug {
  const partial = new Set<string>()
  const bug = forgetStops(
    (params) => partial.has(params['positionSide'] ?? 'BOTH'),
    ({ e, o }) => {
      if (e !== 'ORDER_TRADE_UPDATE') return
      const order = o as { ps: string; X: string; R: boolean; cp?: boolean; S: string }
      const isOpening =
        !order.R && order.cp !== true && (order.ps === 'BOTH' || (order.ps === 'LONG') === (order.S === 'BUY'))
      if (!isOpening) return
      if (order.X === 'PARTIALLY_FILLED') partial.add(order.ps)
    },
  )
  return { ...bug, onTradeBegin: (positionSide) => partial.delete(positionSide) }
}

/** A cancel is never sent; everybody who asks is told that the order is gone. */
function assumeCancels(isChosen: (params: Params) => boolean): ChaosBug {
  const placed = new Map<string, HeardRequest>()
  const gone = new Map<string, Invented>()
  return standBetween({
    answer(request) {
      const { method, path, params } = request
      if (path !== orderPath) return undefined
      const id = params['origClientOrderId'] ?? ''
      if (method === 'POST' && isChosen(params)) placed.set(params['newClientOrderId'] ?? '', request)
      const placement = placed.get(id)
      if (method === 'DELETE' && placement !== undefined) {
        gone.set(id, inventOrder(placement, { orderId: 800_000_000 + gone.size, status: 'CANCELED' }))
      }
      return gone.get(id)
    },
    change({ path }, body) {
      if (path !== '/fapi/v3/openOrders' || !Array.isArray(body)) return body
      return (body as { clientOrderId: string }[]).filter(({ clientOrderId }) => !gone.has(clientOrderId))
    },
    passes: ({ o: order }) => !gone.has(String((order as { c?: unknown } | undefined)?.c)),
  })
}

const withoutSignature = new Set(['nonce', 'signer', 'user', 'signature'])

/** Signs something anew, as the program itself would. */
function createResender(
  resend: (request: HeardRequest, answered: boolean) => Readonly<Record<string, string>> | undefined,
) {
  let signer: Signer | undefined
  const bug: ChaosBug = {
    wrapSigner: (real) => (signer = real),
    wrapTransport: (transport) => ({
      async send(request) {
        const heard = hear(request)
        const again = async (answered: boolean) => {
          const params = heard.path === orderPath ? resend(heard, answered) : undefined
          if (signer === undefined || params === undefined) return
          const pairs = Object.entries(params).filter(([name]) => !withoutSignature.has(name))
          const method = 'origClientOrderId' in params ? 'DELETE' : 'POST'
          const { body } = await signer.sign({ method, params: pairs })
          await transport.send({ ...request, method, body }).catch(() => undefined)
        }
        try {
          const response = await transport.send(request)
          await again(response.status < 500)
          return response
        } catch (error) {
          await again(false)
          throw error
        }
      },
      close: () => transport.close(),
    }),
  }
  return bug
}

/** An entry without an answer is sent again under another id. */
const sendUnknownAgain = (): ChaosBug =>
  createResender(({ method, params }, answered) =>
    method === 'POST' && isEntry(params) && !answered
      ? { ...params, newClientOrderId: `${params['newClientOrderId'] ?? ''}-2` }
      : undefined,
  )

/** Once an exit has been sent, the stop is cancelled: the position will surely be closed soon. */
function cancelStopsEarly(): ChaosBug {
  const stops = new Map<string, string>()
  return createResender(({ method, params }) => {
    const leg = params['positionSide'] ?? 'BOTH'
    if (method === 'POST' && isStop(params)) stops.set(leg, params['newClientOrderId'] ?? '')
    if (method !== 'POST' || params['type'] !== 'LIMIT' || isEntry(params)) return undefined
    return { symbol: params['symbol'] ?? '', origClientOrderId: stops.get(leg) ?? '' }
  })
}

/** Take-profits of a one-way account may open the other way. */
const dropReduceOnly = (): ChaosBug =>
  changeParams((params) => params.filter(([name, value]) => name !== 'reduceOnly' || value !== 'true'))

/** Every third execution is lost on the user stream, and missing when executions are asked for. */
function dropFills(): ChaosBug {
  const dropped = new Set<string>()
  let seen = 0
  return standBetween({
    passes({ o }) {
      const order = o as { x?: unknown; t?: unknown } | undefined
      if (order?.x !== 'TRADE') return true
      seen += 1
      if (seen % 3 === 0) dropped.add(String(order.t))
      return !dropped.has(String(order.t))
    },
    change({ path }, body) {
      if (path !== '/fapi/v3/userTrades' || !Array.isArray(body)) return body
      return (body as { id: unknown }[]).filter(({ id }) => !dropped.has(String(id)))
    },
  })
}

/** Bugs that trading programs have had, built in between the trades and the exchange. */
export const chaosPlants: readonly ChaosPlant[] = [
  {
    name: 'full-size-on-reprice',
    meaning: 'An entry that is placed again asks for the whole quantity;',
    create: placeFullSizeAgain,
  },
  {
    name: 'stop-forgotten-after-partial',
    meaning: 'after an entry that filled in part, the stop is believed to rest and was never sent;',
    create: forgetStopsOfPartialEntries,
  },
  {
    name: 'cancel-assumed',
    meaning: 'an entry counts as cancelled before the exchange has heard of it;',
    create: () => assumeCancels(isEntry),
  },
  {
    name: 'stop-forgotten',
    meaning: 'no stop is ever sent, all are believed to rest;',
    create: () => forgetStops(() => true),
  },
  { name: 'stop-left', meaning: 'the stop of a closed position stays;', create: () => assumeCancels(isStop) },
  { name: 'unknown-sent-again', meaning: 'an entry without an answer is sent again;', create: sendUnknownAgain },
  { name: 'stop-cancelled-early', meaning: 'the stop goes once a take-profit rests;', create: cancelStopsEarly },
  { name: 'not-reduce-only', meaning: 'exits of a one-way account may open the other way;', create: dropReduceOnly },
  { name: 'fill-dropped', meaning: 'every third execution is lost.', create: dropFills },
]
