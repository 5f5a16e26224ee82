import { once } from 'node:events'

import type { Random } from '@aster/core'
import { WebSocket } from 'ws'

import { drawFrame } from './fuzz-frames.ts'
import { judgeFrame } from './judge-answer.ts'

export interface SocketFuzzer {
  /** Sends one drawn frame. */
  send(random: Random): Promise<void>
  /** What was wrong with what came back since this was asked last. */
  takeFindings(): readonly string[]
  close(): void
}

const socketCount = 8
const paths = [
  '/ws',
  '/stream',
  '/ws/btcusdt@bookTicker',
  '/stream?streams=btcusdt@depth/ethusdt@aggTrade',
  '/ws/%zz',
  '/ws//',
]

/** Keeps a few sockets open, opens new ones for those that were closed, and judges every frame they hear. */
export function createSocketFuzzer(wsUrl: string, foreign: readonly string[]): SocketFuzzer {
  const sockets: (WebSocket | undefined)[] = []
  let findings: string[] = []

  const open = async (path: string): Promise<WebSocket> => {
    const socket = new WebSocket(wsUrl + path, { perMessageDeflate: false })
    socket.on('message', (data: Buffer) => findings.push(...judgeFrame(data.toString('utf8'))))
    socket.on('error', () => undefined)
    await once(socket, 'open')
    return socket
  }

  return {
    async send(random) {
      const place = random.nextInt(socketCount)
      const known = sockets[place]
      const socket =
        known?.readyState === WebSocket.OPEN ? known : await open(paths[random.nextInt(paths.length)] ?? '/ws')
      sockets[place] = socket
      const frame = drawFrame(random, foreign)
      if (frame.kind === 'text') socket.send(frame.text)
      else if (frame.kind === 'binary') socket.send(frame.bytes)
      else if (frame.kind === 'ping') socket.ping(frame.bytes)
      else socket.close(frame.code)
    },
    takeFindings() {
      const taken = findings
      findings = []
      return taken
    },
    close() {
      for (const socket of sockets) socket?.terminate()
    },
  }
}
