import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import type { Clock } from '@aster/core'
import { sleep } from '@aster/core'
import { WebSocket } from 'ws'

import type { FuzzTarget } from './fuzz-target.ts'
import { readStatusLine } from './send-bytes.ts'

/** An attack by mass or by slowness: what went wrong, or `undefined`. */
export type Siege = (target: FuzzTarget, clock: Clock) => Promise<string | undefined>

/** Once each: what one client can do to an exchange without a single wrong byte. */
export const sieges: Readonly<Record<string, Siege>> = {
  'endless header': (target) =>
    pour(target.port, 'GET /fapi/v3/time HTTP/1.1\r\nHost: a\r\n', `X-Fill: ${'a'.repeat(8000)}\r\n`, [431]),
  'body of 10 MB': (target) =>
    pour(
      target.port,
      `POST /fapi/v3/order HTTP/1.1\r\nHost: a\r\nContent-Length: ${10 * 1_048_576}\r\n\r\n`,
      'a'.repeat(65_536),
      [413],
      160,
    ),
  async 'slow client'(target, clock) {
    const socket = connect(target.port, '127.0.0.1')
    socket.on('error', () => undefined)
    const closed = watchClose(socket)
    socket.write('GET /fapi/v3/time HTTP/1.1\r\nHost: a\r\n')
    const startMs = clock.monotonicMs()
    let isOpen = true
    void closed.then(() => (isOpen = false))
    while (isOpen && clock.monotonicMs() - startMs < 20_000) {
      socket.write('X: y\r\n')
      await sleep(clock, 250)
    }
    socket.destroy()
    return isOpen ? 'a client that sent a header every 250 ms was still connected after 20 s' : undefined
  },
  async '5,000 subscriptions'(target) {
    const socket = new WebSocket(`${target.wsUrl}/ws`)
    await once(socket, 'open')
    const names = Array.from({ length: 5000 }, (_, index) => `symbol${index}@bookTicker`)
    const ended = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.on('error', () => undefined)
    let answers = 0
    socket.on('message', () => (answers += 1))
    for (let i = 0; i < names.length; i += 1000) {
      socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: names.slice(i, i + 1000), id: i }))
    }
    socket.send(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: 1 }))
    while (answers < 6 && socket.readyState === WebSocket.OPEN) {
      await Promise.race([once(socket, 'message'), ended])
    }
    socket.terminate()
    return answers >= 6 || (await ended) === 1008 ? undefined : `${answers} answers, closed with ${await ended}`
  },
  async 'reader that never reads'(target, clock) {
    const socket = new WebSocket(`${target.wsUrl}/ws`)
    socket.on('error', () => undefined)
    await once(socket, 'open')
    socket.pause()
    const frame = JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    for (let i = 0; i < 20_000; i++) socket.send(frame)
    await sleep(clock, 200)
    socket.terminate()
    return undefined
  },
}

/** `once` would reject on the reset that goes before. */
const watchClose = (socket: Socket): Promise<void> => new Promise((resolve) => socket.on('close', () => resolve()))

/** Pours one piece after the other until the exchange answers or cuts. */
async function pour(
  port: number,
  head: string,
  piece: string,
  wanted: readonly number[],
  most = 2000,
): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  let isOpen = true
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')))
  socket.on('error', () => undefined)
  const closed = watchClose(socket).then(() => (isOpen = false))
  socket.write(head)
  for (let i = 0; i < most && isOpen && received === ''; i++) {
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed])
  }
  socket.setTimeout(5000, () => socket.destroy())
  await closed
  const status = readStatusLine(received)
  return status === undefined || wanted.includes(status) ? undefined : `answered ${status}, not ${wanted.join(' or ')}`
}
