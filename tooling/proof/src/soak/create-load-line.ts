import type { Clock, Connector, Socket, SocketHandlers } from '@aster/core'

/** Connections that carry touches, depth changes, trades and user events of many symbols without end, in this process. */
export interface LoadLine {
  readonly connector: Connector
  /** Frames sent so far. */
  readonly frames: number
  /** The id up to which a symbol's diffs have been sent. */
  lastUpdateIdOf(symbol: string): number
  /** Sends the next `count` frames, to each stream in turn, and user events. */
  send(count: number): void
  /** Sends this many user events at once, so that whatever remembers a number of them has as many as it keeps. */
  sendUserEvents(count: number): void
  /** Cuts every connection. */
  cut(): void
}

const basePrice = 10_000
const firstId = 1_000_000_000

const price = (step: number) => ((basePrice + step) / 10).toFixed(1)
const quantity = (seed: number) => ((seed % 9_000) / 1_000 + 0.001).toFixed(3)

export function createLoadLine(clock: Clock): LoadLine {
  const lines = new Map<SocketHandlers, Set<string>>()
  const lastIds = new Map<string, number>()
  let frames = 0

  const connect = (url: string, handlers: SocketHandlers): Socket => {
    const { pathname, searchParams } = new URL(url)
    const names = new Set(searchParams.get('streams')?.split('/') ?? [pathname])
    let isOpen = true
    clock.schedule(1, () => {
      if (!isOpen) return
      lines.set(handlers, names)
      handlers.onOpen()
    })
    const end = () => {
      if (!isOpen) return
      isOpen = false
      lines.delete(handlers)
      clock.schedule(0, () => handlers.onClose(1006, ''))
    }
    return {
      send(text) {
        const { method, params = [], id } = JSON.parse(text) as { method: string; params?: string[]; id: number }
        for (const name of params) {
          if (method === 'SUBSCRIBE') names.add(name)
          else names.delete(name)
        }
        clock.schedule(1, () => {
          if (isOpen) handlers.onMessage(JSON.stringify({ result: null, id }))
        })
      },
      ping: () => clock.schedule(1, () => handlers.onPong?.(new Uint8Array())),
      pause() {},
      resume() {},
      bufferedBytes: 0,
      close: end,
      terminate: end,
    }
  }

  const createFrame = (name: string): string => {
    const symbol = name.slice(0, name.indexOf('@')).toUpperCase()
    const id = lastIds.get(name) ?? firstId
    const next = id + 1
    lastIds.set(name, next)
    const now = clock.now()
    const head = `{"stream":"${name}","data":`
    if (name.endsWith('@bookTicker')) {
      return `${head}{"e":"bookTicker","u":${next},"s":"${symbol}","b":"${price(-1)}","B":"${quantity(next)}","a":"${price(1)}","A":"${quantity(next + 7)}","T":${now},"E":${now}}}`
    }
    if (name.endsWith('@aggTrade')) {
      return `${head}{"e":"aggTrade","E":${now},"s":"${symbol}","a":${next},"p":"${price(1)}","q":"1","f":${next},"l":${next},"T":${now},"m":true}}`
    }
    if (name.includes('@kline')) {
      const openMs = now - (now % 60_000)
      return `${head}{"e":"kline","E":${now},"s":"${symbol}","k":{"t":${openMs},"T":${openMs + 59_999},"s":"${symbol}","i":"1m","f":1,"L":2,"o":"1","c":"1","h":"1","l":"1","v":"1","n":1,"x":false,"q":"1","V":"1","Q":"1"}}}`
    }
    const levels = (side: -1 | 1) =>
      [0, 1, 2, 3, 4].map(
        (rank) => `["${price(side * (1 + ((next + rank * 7) % 50)))}","${quantity(next * 31 + rank)}"]`,
      )
    return `${head}{"e":"depthUpdate","E":${now},"T":${now},"s":"${symbol}","U":${next},"u":${next},"pu":${id},"b":[${levels(-1).join()}],"a":[${levels(1).join()}]}}`
  }

  const createUserEvent = (): string => {
    const id = (lastIds.get('user') ?? 0) + 1
    lastIds.set('user', id)
    const now = clock.now()
    return `{"e":"ORDER_TRADE_UPDATE","E":${now},"T":${now},"o":{"s":"S001USDT","c":"order-${id}","S":"BUY","o":"LIMIT","f":"GTC","q":"1","p":"1","ap":"1","sp":"0","x":"TRADE","X":"FILLED","i":${id},"l":"1","z":"1","L":"1","T":${now},"t":${id},"m":true,"R":false,"wt":"CONTRACT_PRICE","ot":"LIMIT","ps":"BOTH","rp":"0"}}`
  }

  return {
    connector: { connect, close: () => Promise.resolve() },
    get frames() {
      return frames
    },
    lastUpdateIdOf: (symbol) => lastIds.get(`${symbol.toLowerCase()}@depth@100ms`) ?? firstId,
    send(count) {
      const targets = [...lines].flatMap(([handlers, names]) => [...names].map((name) => ({ handlers, name })))
      for (let index = 0; index < count && targets.length > 0; index++) {
        const { handlers, name } = targets[frames++ % targets.length]!
        if (!lines.has(handlers)) continue
        // One user event for forty frames of the market.
        if (name.startsWith('/ws/')) for (let event = 0; event < 10; event++) handlers.onMessage(createUserEvent())
        else handlers.onMessage(createFrame(name))
      }
    },
    sendUserEvents(count) {
      for (const [handlers, names] of lines) {
        const [path = ''] = names
        if (path.startsWith('/ws/')) for (let event = 0; event < count; event++) handlers.onMessage(createUserEvent())
      }
    },
    cut() {
      for (const handlers of lines.keys()) {
        lines.delete(handlers)
        clock.schedule(0, () => handlers.onClose(1006, ''))
      }
    },
  }
}
