import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { parseUserEvent, type UserEvent } from '@aster/api'
import { type Clock, RejectedError, sleep } from '@aster/core'
import { type WebSocket, WebSocketServer } from 'ws'

import type { ListenKeyCalls } from '../user-stream/user-stream.ts'
import { aggTrade, orderUpdate } from './payloads.ts'

/** An exchange on a port of this machine whose trades and orders go on whatever happens to its connections. */
export interface ScriptedExchange extends AsyncDisposable {
  readonly port: number
  readonly listenKey: ListenKeyCalls
  /** Id and time of every trade so far. */
  readonly trades: readonly { readonly id: string; readonly atMs: number }[]
  /** Client order ids of every order so far; each was filled at once. */
  readonly orders: readonly string[]
  /** What happened to orders since a time, as a caller would read it by REST. */
  getEvents(sinceMs: number): readonly UserEvent[]
  /** Connections that are open. */
  readonly connections: number
  /** Sends nothing more on the connections there are, but answers their pings. */
  mute(): void
  expireKey(): void
  deleteKey(): void
  replaceKey(): void
  /** Ends trading, so that what is on its way can arrive. */
  rest(): void
}

const everyMs = 100

export async function startScriptedExchange(parts: {
  readonly clock: Clock
  /** The acknowledgement of an order reaches its owner. */
  readonly onAcknowledged: (clientOrderId: string) => void
}): Promise<ScriptedExchange> {
  const { clock, onAcknowledged } = parts
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await once(server, 'listening')
  const paths = new Map<WebSocket, string>()
  const muted = new Set<WebSocket>()
  const trades: { id: string; atMs: number }[] = []
  const ledger: { readonly atMs: number; readonly clientOrderId: string; readonly event: UserEvent }[] = []
  let key: string | undefined
  let keys = 0
  let isResting = false

  server.on('connection', (socket, request) => {
    paths.set(socket, new URL(request.url ?? '/', 'ws://localhost').pathname)
    socket.on('close', () => paths.delete(socket))
  })
  const send = (path: string, text: string) => {
    for (const [socket, its] of paths) if (its === path && !muted.has(socket)) socket.send(text)
  }
  const publishUser = (payload: object) => {
    if (key !== undefined) send(`/ws/${key}`, JSON.stringify(payload))
  }

  const step = () => {
    if (isResting) return
    clock.schedule(everyMs, step)
    const atMs = clock.now()
    const id = trades.length + 1
    trades.push({ id: String(id), atMs })
    const trade = JSON.stringify({ ...aggTrade(id), E: atMs, T: atMs })
    send('/stream', `{"stream":"btcusdt@aggTrade","data":${trade}}`)
    const clientOrderId = `order-${id}`
    const fill = orderUpdate(clientOrderId, { x: 'TRADE', X: 'FILLED', i: id, t: id, l: '1', z: '1' }, atMs)
    ledger.push({ atMs, clientOrderId, event: parseUserEvent(fill) })
    publishUser(fill)
    onAcknowledged(clientOrderId)
  }
  clock.schedule(everyMs, step)

  return {
    port: (server.address() as AddressInfo).port,
    listenKey: {
      async create() {
        await sleep(clock, 20)
        return (key ??= `key-${++keys}`)
      },
      async keepAlive() {
        await sleep(clock, 20)
        if (key !== undefined) return
        throw new RejectedError('keepAliveListenKey', { code: -1125, status: 400, reason: 'no such key' })
      },
    },
    trades,
    get orders() {
      return ledger.map(({ clientOrderId }) => clientOrderId)
    },
    getEvents: (sinceMs) => ledger.flatMap(({ atMs, event }) => (atMs >= sinceMs ? [event] : [])),
    get connections() {
      return paths.size
    },
    mute() {
      for (const socket of paths.keys()) muted.add(socket)
    },
    expireKey() {
      publishUser({ e: 'listenKeyExpired', E: clock.now() })
      key = undefined
    },
    deleteKey() {
      key = undefined
    },
    replaceKey() {
      key = `key-${++keys}`
    },
    rest() {
      isResting = true
    },
    async [Symbol.asyncDispose]() {
      isResting = true
      for (const socket of paths.keys()) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}
