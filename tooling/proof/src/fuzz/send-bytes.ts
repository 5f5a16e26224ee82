import { connect } from 'node:net'

/** Writes bytes to a port and collects what comes back until the other side closes, or for a moment. */
export function sendBytes(port: number, bytes: Buffer, waitMs: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    socket.setTimeout(waitMs, () => socket.destroy())
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(received))
    socket.write(bytes)
  })
}

/** The status of the first answer in what came back; `undefined` when there was none. */
export const readStatusLine = (received: string): number | undefined => {
  const match = /^HTTP\/1\.[01] (\d{3})/.exec(received)
  return match === null ? undefined : Number(match[1])
}
