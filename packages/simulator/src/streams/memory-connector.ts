import type { Clock, Connector, Socket, SocketHandlers } from '@aster/core'

import type { Connection } from './connection.ts'
import type { StreamHub } from './stream-hub.ts'

export interface MemoryConnectorOptions {
  readonly hub: StreamHub
  readonly clock: Clock
  /** Time each message takes, each way. */
  readonly latencyMs: number
}

/**
 * A connector that plugs sockets straight into the stream hub. Messages keep their order and take the latency on the
 * clock; opening takes one round trip and never happens within the call of `connect`.
 */
export function createMemoryConnector({ hub, clock, latencyMs }: MemoryConnectorOptions): Connector {
  const open = new Set<Socket>()
  return {
    connect(url, handlers) {
      const socket = createMemorySocket(url, handlers, { hub, clock, latencyMs }, () => open.delete(socket))
      open.add(socket)
      return socket
    },
    close() {
      for (const socket of open) socket.terminate()
      return Promise.resolve()
    },
  }
}

type SocketState = 'opening' | 'open' | 'closing' | 'closed'

function createMemorySocket(
  url: string,
  handlers: SocketHandlers,
  { hub, clock, latencyMs }: MemoryConnectorOptions,
  forget: () => void,
): Socket {
  let state: SocketState = 'opening'
  let connection: Connection | undefined
  let paused = false
  let bufferedBytes = 0
  /** What waits while the reader has paused. */
  const held: string[] = []

  const finish = (code: number, reason: string) => {
    if (state === 'closed') return
    state = 'closed'
    connection?.end()
    held.length = 0
    forget()
    handlers.onClose(code, reason)
  }
  const later = (act: () => void) => clock.schedule(latencyMs, act)

  const receive = (text: string) => {
    bufferedBytes -= text.length
    if (state === 'open') handlers.onMessage(text)
  }

  const sink = {
    send(text: string) {
      bufferedBytes += text.length
      later(() => (paused ? held.push(text) : receive(text)))
    },
    ping: () => {
      later(() => {
        if (state !== 'open') return
        handlers.onPing?.(new Uint8Array())
        later(() => connection?.receivePong())
      })
    },
    pong(payload: Uint8Array) {
      later(() => {
        if (state === 'open') handlers.onPong?.(payload)
      })
    },
    close: (code: number, reason: string) => {
      later(() => finish(code, reason))
    },
    terminate: () => {
      later(() => finish(1006, ''))
    },
    get bufferedBytes() {
      return paused ? bufferedBytes : 0
    },
  }

  later(() => {
    if (state !== 'opening') return
    const target = splitTarget(url)
    if (!hub.isOpen || !hub.serves(target.path)) {
      finish(1006, '')
      return
    }
    later(() => {
      if (state !== 'opening') return
      state = 'open'
      handlers.onOpen()
    })
    connection = hub.connect(target, sink)
  })

  return {
    send(text) {
      if (state !== 'open') return
      later(() => connection?.receive(text))
    },
    ping(payload) {
      if (state !== 'open') return
      later(() => connection?.receivePing(payload ?? new Uint8Array()))
    },
    pause() {
      paused = true
    },
    resume() {
      paused = false
      while (!paused && held.length > 0) receive(held.shift() as string)
    },
    get bufferedBytes() {
      return 0
    },
    close(code = 1000, reason = '') {
      if (state === 'closed' || state === 'closing') return
      state = 'closing'
      later(() => {
        connection?.end()
        later(() => finish(code, reason))
      })
    },
    terminate() {
      if (state === 'closed') return
      state = 'closing'
      clock.schedule(0, () => finish(1006, ''))
    },
  }
}

function splitTarget(url: string): { path: string; query: string } {
  const scheme = url.indexOf('://')
  const slash = url.indexOf('/', scheme === -1 ? 0 : scheme + 3)
  const target = slash === -1 ? '/' : url.slice(slash)
  const mark = target.indexOf('?')
  return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}
