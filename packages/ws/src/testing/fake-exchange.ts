import type { Clock, Connector, Socket, SocketHandlers } from '@aster/core'

/** One connection as the exchange sees it. */
export interface FakeSocket {
  readonly url: string
  /** Streams it carries, by name. */
  readonly streams: Set<string>
  /** Frames the client sent, with the time. */
  readonly sent: { readonly atMs: number; readonly text: string }[]
  readonly isOpen: boolean
  readonly isPaused: boolean
  pings: number
  /** Half open: nothing reaches the client, and it hears of no end. */
  isDeaf: boolean
  /** Sends text to the client, as it is. */
  push(text: string): void
  /** Ends the connection from the exchange's side. */
  cut(code?: number): void
}

export interface FakeExchange {
  readonly connector: Connector
  /** Every connection so far, in order. */
  readonly sockets: FakeSocket[]
  readonly open: FakeSocket[]
  /** Switches of the script. */
  answersPings: boolean
  answersFrames: boolean
  /** Answers `UNSUBSCRIBE` with an error and goes on. */
  refusesLeaving: boolean
  acceptsConnections: boolean
  /** Frames on their way still arrive after the connection has ended. */
  deliversLate: boolean
  /** Milliseconds from the exchange to the client. */
  delayMs: number
  /** Sends a payload to every connection that carries the stream. */
  publish(stream: string, data: unknown): void
  /** Sends a payload to every connection on `/ws/<listenKey>`. */
  publishUser(listenKey: string, data: unknown): void
}

/** An exchange of sockets and streams without a market: scripted, in memory, on the clock. */
export function createFakeExchange(clock: Clock): FakeExchange {
  const sockets: FakeSocket[] = []

  const connect = (url: string, handlers: SocketHandlers): Socket => {
    let state: 'opening' | 'open' | 'closed' = 'opening'
    let isPaused = false
    const waiting: (() => void)[] = []
    const later = (action: () => void) => {
      clock.schedule(exchange.delayMs, () => {
        if (socket.isDeaf) return
        if (isPaused || waiting.length > 0) waiting.push(action)
        else action()
      })
    }
    const end = (code: number) => {
      if (state === 'closed') return
      state = 'closed'
      clock.schedule(0, () => handlers.onClose(code, ''))
    }
    const names = new URL(url).searchParams.get('streams')?.split('/') ?? []
    const socket: FakeSocket = {
      url,
      streams: new Set(names),
      sent: [],
      get isOpen() {
        return state === 'open'
      },
      get isPaused() {
        return isPaused
      },
      pings: 0,
      isDeaf: false,
      push(text) {
        if (state !== 'open') return
        later(() => {
          if (state === 'open' || exchange.deliversLate) handlers.onMessage(text)
        })
      },
      cut: (code = 1006) => end(code),
    }
    sockets.push(socket)
    if (exchange.acceptsConnections) {
      clock.schedule(exchange.delayMs, () => {
        if (state !== 'opening') return
        state = 'open'
        handlers.onOpen()
      })
    } else end(1006)

    const answer = (text: string) => {
      const { method, params = [], id } = JSON.parse(text) as { method: string; params?: string[]; id: number }
      if (!exchange.answersFrames) return
      if (method === 'UNSUBSCRIBE' && exchange.refusesLeaving) {
        socket.push(JSON.stringify({ id, error: { code: 2, msg: 'Invalid request' } }))
        return
      }
      for (const name of params) {
        if (method === 'SUBSCRIBE') socket.streams.add(name)
        else socket.streams.delete(name)
      }
      socket.push(JSON.stringify({ result: null, id }))
    }

    return {
      send(text) {
        if (state !== 'open') return
        socket.sent.push({ atMs: clock.monotonicMs(), text })
        answer(text)
      },
      ping() {
        if (state !== 'open') return
        socket.pings++
        if (exchange.answersPings) later(() => handlers.onPong?.(new Uint8Array()))
      },
      pause() {
        isPaused = true
      },
      resume() {
        isPaused = false
        while (!isPaused) {
          const action = waiting.shift()
          if (action === undefined) return
          action()
        }
      },
      bufferedBytes: 0,
      close: (code = 1000) => end(code),
      terminate: () => end(1006),
    }
  }

  const exchange: FakeExchange = {
    connector: { connect, close: () => Promise.resolve() },
    sockets,
    get open() {
      return sockets.filter((socket) => socket.isOpen)
    },
    answersPings: true,
    answersFrames: true,
    refusesLeaving: false,
    acceptsConnections: true,
    deliversLate: false,
    delayMs: 1,
    publish(stream, data) {
      const text = `{"stream":"${stream}","data":${JSON.stringify(data)}}`
      for (const socket of sockets) if (socket.streams.has(stream)) socket.push(text)
    },
    publishUser(listenKey, data) {
      const text = JSON.stringify(data)
      for (const socket of sockets) if (new URL(socket.url).pathname === `/ws/${listenKey}`) socket.push(text)
    },
  }
  return exchange
}
