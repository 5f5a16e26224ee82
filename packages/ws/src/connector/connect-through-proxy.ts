import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface ProxyTarget {
  readonly host: string
  readonly port: number
  /** What TLS needs; absent for a plain connection. */
  readonly tls: { readonly servername: string; readonly ca: string | undefined } | undefined
}

const longestAnswer = 16_384

/**
 * Opens a connection through an HTTP proxy by CONNECT. Certificates of the exchange are verified as without one; the proxy sees
 * its name and nothing else.
 *
 * @param proxyUrl - `http://host:port`, with name and password where it wants them.
 */
export function connectThroughProxy(
  proxyUrl: string,
  { host, port, tls }: ProxyTarget,
  onConnected: (error: Error | null, socket?: Socket) => void,
): void {
  const proxy = new URL(proxyUrl)
  const socket = connectTcp(Number(proxy.port || 80), proxy.hostname)
  let answer = ''
  let isDone = false

  const finish = (error: Error | null, connected?: Socket) => {
    if (isDone) return
    isDone = true
    if (error !== null) socket.destroy()
    onConnected(error, connected)
  }

  const onData = (chunk: Buffer) => {
    answer += chunk.toString('latin1')
    const end = answer.indexOf('\r\n\r\n')
    if (end === -1) {
      if (answer.length > longestAnswer) finish(new Error('the proxy answered with something else than HTTP'))
      return
    }
    socket.off('data', onData)
    const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(answer) ?? []
    if (status !== '200') {
      finish(new Error(`the proxy refused the connection: ${status ?? 'no HTTP status'}`))
      return
    }
    // Nobody speaks before the client does, so nothing can be lost until it reads.
    const rest = Buffer.from(answer.slice(end + 4), 'latin1')
    if (rest.length > 0) socket.unshift(rest)
    if (tls === undefined) {
      finish(null, socket)
      return
    }
    const secure = connectTls({ socket, servername: tls.servername, ...(tls.ca !== undefined && { ca: tls.ca }) })
    secure.once('secureConnect', () => finish(null, secure))
    secure.once('error', finish)
  }

  socket.once('connect', () => {
    const login = decodeURIComponent(proxy.username)
    const token = Buffer.from(`${login}:${decodeURIComponent(proxy.password)}`).toString('base64')
    const authorization = login === '' ? '' : `Proxy-Authorization: Basic ${token}\r\n`
    socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n${authorization}\r\n`)
  })
  socket.on('data', onData)
  socket.once('error', finish)
  socket.once('close', () => finish(new Error('the proxy closed the connection')))
}
