import type { Clock } from '@aster/core'

import { decodeFormText } from '../http/parse-pairs.ts'
import { type Connection, createConnection } from './connection.ts'
import type { Sink } from './sink.ts'

/** What feeds the hub: told when the first listener of a name comes and when the last one has gone. */
export interface StreamSource {
  /** A name got its first listener. Unknown names are nobody's fault: they stay silent. */
  onListen(name: string): void
  /** Each new listener of a name; `send` reaches that one alone, for a first state. */
  onJoin(name: string, send: (payload: string) => void): void
  /** The last listener of a name has gone. */
  onSilence(name: string): void
}

export interface StreamHubOptions {
  readonly clock: Clock
  readonly source: StreamSource
  /** False lets connections exceed the message rate and the number of streams. */
  readonly limits: boolean
  /** What is published goes through here on its way to `deliver`, if somebody listens; straight there by default. */
  readonly publish?: (name: string, makePayload: () => string) => void
}

/** Holds every socket, real or in memory, and what each listens to. */
export interface StreamHub {
  /**
   * Takes over an open connection.
   *
   * @param target - Path and query of the handshake: `/ws`, `/ws/<name>`, `/stream?streams=<a>/<b>`.
   * @returns undefined when no streams are served at that path.
   */
  connect(target: { readonly path: string; readonly query: string }, sink: Sink): Connection | undefined
  /** Whether a handshake at this path would be taken. */
  serves(path: string): boolean
  /** Sends to every listener of the name. The text is made once, and only when somebody listens. */
  publish(name: string, makePayload: () => string): void
  /** Sends to every listener of the name, without anything in between. */
  deliver(name: string, payload: string): void
  hasListeners(name: string): boolean
  listenersOf(name: string): readonly Connection[]
  /** Listeners by market stream; user streams, whose names are secrets, together as `user`. */
  countListeners(): Readonly<Record<string, number>>
  readonly connections: Iterable<Connection>
  /** Whether new connections are taken. */
  isOpen: boolean
  readonly connectionCount: number
  /** Closes every connection in order: the exchange goes away. */
  closeAll(): void
  /** Cuts every connection without a word, as a network does. */
  cutAll(): void
}

export function createStreamHub(options: StreamHubOptions): StreamHub {
  const { clock, source, limits } = options
  const listeners = new Map<string, Set<Connection>>()
  const connections = new Set<Connection>()

  const join = (name: string, connection: Connection) => {
    let set = listeners.get(name)
    if (set === undefined) {
      set = new Set()
      listeners.set(name, set)
      source.onListen(name)
    }
    set.add(connection)
    source.onJoin(name, (payload) => connection.deliver(name, payload, wrap(name, payload)))
  }

  const leave = (name: string, connection: Connection) => {
    const set = listeners.get(name)
    if (set === undefined || !set.delete(connection) || set.size > 0) return
    listeners.delete(name)
    source.onSilence(name)
  }

  const hub: StreamHub = {
    isOpen: true,
    connections,
    serves: (path) => isStreamPath(toPlainPath(path)),
    connect(target, sink) {
      const { query } = target
      const path = toPlainPath(target.path)
      if (!isStreamPath(path)) return undefined
      const connection = createConnection({
        clock,
        sink,
        limits,
        combined: path === '/stream',
        onSubscribe: join,
        onUnsubscribe: leave,
        onEnd: (ended) => connections.delete(ended),
      })
      connections.add(connection)
      connection.subscribe([...namesInPath(path), ...namesInQuery(query)])
      return connection
    },
    publish(name, makePayload) {
      if (!listeners.has(name)) return
      if (options.publish === undefined) hub.deliver(name, makePayload())
      else options.publish(name, makePayload)
    },
    deliver(name, payload) {
      const set = listeners.get(name)
      if (set === undefined) return
      let wrapped: string | undefined
      for (const connection of set) {
        if (connection.combined) wrapped ??= wrap(name, payload)
        connection.deliver(name, payload, wrapped ?? payload)
      }
    },
    countListeners() {
      const counts: Record<string, number> = {}
      for (const [name, set] of listeners) {
        const shown = /[@!]/.test(name) ? name : 'user'
        counts[shown] = (counts[shown] ?? 0) + set.size
      }
      return counts
    },
    listenersOf: (name) => [...(listeners.get(name) ?? [])],
    hasListeners: (name) => listeners.has(name),
    get connectionCount() {
      return connections.size
    },
    closeAll: () => {
      for (const connection of connections) connection.close(1001, 'the exchange is shutting down')
    },
    cutAll: () => {
      for (const connection of connections) connection.cut()
    },
  }
  return hub
}

const isStreamPath = (path: string): boolean => path === '/stream' || path === '/ws' || path.startsWith('/ws/')

/** Clients of the API family ask for streams by kind: `/public/stream`, `/market/ws`, `/private/stream?listenKey=…`. */
const toPlainPath = (path: string): string =>
  path.replace(/^\/(?:public|market|private)(?=\/(?:ws|stream)(?:\/|$))/, '')

const wrap = (name: string, payload: string): string => `{"stream":${JSON.stringify(name)},"data":${payload}}`

function namesInPath(path: string): readonly string[] {
  if (path === '/stream') return []
  return path
    .slice('/ws'.length)
    .split('/')
    .filter((name) => name !== '')
    .map(decodeName)
}

const namesInQuery = (query: string): readonly string[] =>
  query.split('&').flatMap((pair) => {
    const [name = '', value = ''] = pair.split('=')
    if (name !== 'streams' && name !== 'listenKey') return []
    return value
      .split('/')
      .flatMap((piece) => decodeName(piece).split('/'))
      .filter((stream) => stream !== '')
  })

/** A name that cannot be decoded is a name nobody publishes. */
function decodeName(text: string): string {
  try {
    return decodeFormText(text)
  } catch {
    return text
  }
}
