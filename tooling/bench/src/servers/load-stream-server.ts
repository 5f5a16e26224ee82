import { createSystemClock } from '@aster/core'
import { type WebSocket, WebSocketServer } from 'ws'

// Pushes touches and depth changes of many symbols at a steady rate, in a process of its own. The event time of each frame is
// the moment of sending in microseconds, so that whoever handles it can tell how long it took.

const clock = createSystemClock()
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
const sockets = new Map<string, WebSocket>()
const lastIds = new Map<string, number>()
const firstId = 1_000
const basePrice = 10_000

server.on('connection', (socket, request) => {
  const names = new URL(request.url ?? '/', 'ws://localhost').searchParams.get('streams')?.split('/') ?? []
  for (const name of names) sockets.set(name, socket)
  socket.on('message', (data: Buffer) => {
    const { params = [], id } = JSON.parse(data.toString()) as { params?: string[]; id: number }
    for (const name of params) sockets.set(name, socket)
    socket.send(JSON.stringify({ result: null, id }))
  })
})
server.on('listening', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.({ port: address?.port })
})

const price = (step: number) => ((basePrice + step) / 10).toFixed(1)
const quantity = (seed: number) => ((seed % 9_000) / 1_000 + 0.001).toFixed(3)

function createFrame(name: string, count: number): string {
  const symbol = name.slice(0, name.indexOf('@')).toUpperCase()
  const pu = lastIds.get(name) ?? firstId
  const u = pu + 3 + (count % 20)
  lastIds.set(name, u)
  const now = clock.nowUs()
  if (name.endsWith('@bookTicker')) {
    return `{"stream":"${name}","data":{"e":"bookTicker","u":${u},"s":"${symbol}","b":"${price(-1)}","B":"${quantity(count)}","a":"${price(1)}","A":"${quantity(count + 7)}","T":${now},"E":${now}}}`
  }
  const levels = (side: -1 | 1) =>
    Array.from(
      { length: 5 },
      (_, rank) => `["${price(side * (1 + ((count + rank * 7) % 50)))}","${quantity(count * 31 + rank)}"]`,
    )
  return `{"stream":"${name}","data":{"e":"depthUpdate","E":${now},"T":${now},"s":"${symbol}","U":${pu + 1},"u":${u},"pu":${pu},"b":[${levels(-1).join()}],"a":[${levels(1).join()}]}}`
}

function start(framesPerSecond: number): void {
  const streams = [...sockets]
  const startMs = clock.monotonicMs()
  let sent = 0
  const tick = () => {
    const due = Math.floor(((clock.monotonicMs() - startMs) / 1000) * framesPerSecond)
    for (; sent < due; sent++) {
      const [name, socket] = streams[sent % streams.length]!
      socket.send(createFrame(name, sent))
    }
    clock.schedule(1, tick)
  }
  tick()
}

process.on('message', (message: { readonly framesPerSecond: number }) => start(message.framesPerSecond))
// whoever started it is gone, or has enough
process.once('disconnect', () => process.exit(0))
