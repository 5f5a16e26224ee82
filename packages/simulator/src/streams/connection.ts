import { streamFacts } from '@aster/api'
import type { Clock, Timer } from '@aster/core'

import { type ControlRequest, parseControlFrame } from './control-frame.ts'
import type { Sink } from './sink.ts'

/** What a connection may leave unread before it is cut. */
const maxBufferedBytes = 8 * 1_048_576

/** One socket: what it listens to, and the rules it lives under. */
export interface Connection {
  readonly combined: boolean
  readonly streamCount: number
  readonly names: ReadonlySet<string>
  /** Adds names; over the limit of streams the connection is closed. */
  subscribe(names: readonly string[]): void
  /** A text frame came in. */
  receive(text: string): void
  /** A ping came in; it counts as a message. */
  receivePing(payload: Uint8Array): void
  receivePong(): void
  /** Sends the raw or the wrapped text, whichever this connection wants. */
  deliver(name: string, raw: string, wrapped: string): void
  /** Stays open and sends nothing more for so long, Infinity for good; pings may be answered all the same. */
  mute(forMs: number, answersPings: boolean): void
  unmute(): void
  close(code: number, reason: string): void
  /** Closes as after 24 hours. */
  endLifetime(): void
  cut(): void
  /** The other side has gone: forgets everything. */
  end(): void
}

export interface ConnectionOptions {
  readonly clock: Clock
  readonly sink: Sink
  readonly limits: boolean
  readonly combined: boolean
  readonly onSubscribe: (name: string, connection: Connection) => void
  readonly onUnsubscribe: (name: string, connection: Connection) => void
  readonly onEnd: (connection: Connection) => void
}

export function createConnection(options: ConnectionOptions): Connection {
  const { clock, sink, limits } = options
  const names = new Set<string>()
  const recentMessagesMs: number[] = []
  let combined = options.combined
  let ended = false
  let lastPongMs = clock.monotonicMs()
  let muteUntilMs = 0
  let answersPings = true

  const isMute = (): boolean => clock.monotonicMs() < muteUntilMs

  const lifetime = clock.schedule(streamFacts.connectionLifetimeMs, () => connection.endLifetime())
  let heartbeat: Timer = clock.schedule(streamFacts.pingEveryMs, beat)

  function beat(): void {
    if (clock.monotonicMs() - lastPongMs >= streamFacts.pongWithinMs) {
      connection.cut()
      return
    }
    if (!isMute()) sink.ping()
    heartbeat = clock.schedule(streamFacts.pingEveryMs, beat)
  }

  /** False when this message was one too many; the connection is closed then. */
  const withinRate = (): boolean => {
    const now = clock.monotonicMs()
    while (recentMessagesMs.length > 0 && now - (recentMessagesMs[0] as number) >= 1000) recentMessagesMs.shift()
    recentMessagesMs.push(now)
    if (!limits || recentMessagesMs.length <= streamFacts.maxIncomingMessagesPerSecond) return true
    connection.close(1008, 'Too many requests')
    return false
  }

  const unsubscribe = (name: string) => {
    if (names.delete(name)) options.onUnsubscribe(name, connection)
  }

  const answer = (request: ControlRequest): unknown => {
    switch (request.method) {
      case 'SUBSCRIBE':
        connection.subscribe(request.names)
        return null
      case 'UNSUBSCRIBE':
        for (const name of request.names) unsubscribe(name)
        return null
      case 'LIST_SUBSCRIPTIONS':
        return [...names]
      case 'SET_PROPERTY':
        combined = request.combined
        return null
      case 'GET_PROPERTY':
        return combined
    }
  }

  const connection: Connection = {
    get combined() {
      return combined
    },
    names,
    get streamCount() {
      return names.size
    },
    subscribe(added) {
      const fresh = added.filter((name, index) => !names.has(name) && added.indexOf(name) === index)
      if (limits && names.size + fresh.length > streamFacts.maxStreamsPerConnection) {
        connection.close(1008, `At most ${streamFacts.maxStreamsPerConnection} streams per connection`)
        return
      }
      for (const name of fresh) {
        names.add(name)
        options.onSubscribe(name, connection)
      }
    },
    receive(text) {
      if (ended || !withinRate() || isMute()) return
      const request = parseControlFrame(text)
      if ('code' in request) {
        sink.send(JSON.stringify(request))
        return
      }
      const result = answer(request)
      if (!ended) sink.send(JSON.stringify({ result, id: request.id }))
    },
    receivePing(payload) {
      if (ended || !withinRate()) return
      if (answersPings || !isMute()) sink.pong(payload)
    },
    receivePong() {
      lastPongMs = clock.monotonicMs()
    },
    deliver(_name, raw, wrapped) {
      if (ended || isMute()) return
      if (sink.bufferedBytes > maxBufferedBytes) {
        connection.cut()
        return
      }
      sink.send(combined ? wrapped : raw)
    },
    mute(forMs, answers) {
      muteUntilMs = clock.monotonicMs() + forMs
      answersPings = answers
    },
    unmute() {
      muteUntilMs = 0
    },
    close(code, reason) {
      if (ended) return
      connection.end()
      sink.close(code, reason)
    },
    endLifetime: () => connection.close(1001, 'connections live for 24 hours'),
    cut() {
      if (ended) return
      connection.end()
      sink.terminate()
    },
    end() {
      if (ended) return
      ended = true
      lifetime.cancel()
      heartbeat.cancel()
      for (const name of names) unsubscribe(name)
      options.onEnd(connection)
    },
  }
  return connection
}
