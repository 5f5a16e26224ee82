import { createServer, request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Tripwire {
  readonly url: string
  /** Requests seen since the wire was laid. */
  readonly count: number
  /**
   * Calls back at the n-th request from now: before it reaches the exchange, or after it was carried out and before its
   * answer goes back. That request gets no answer.
   */
  lay(at: number, when: 'before' | 'after', callback: () => void): void
  close(): Promise<void>
}

/** Stands between a program and an exchange, and tells when a certain request passes. */
export async function startTripwire(exchangeUrl: string): Promise<Tripwire> {
  let [count, at, when] = [0, 0, 'before' as 'before' | 'after']
  let callback = (): void => undefined
  const server = createServer((request, response) => {
    count += 1
    const isMeant = count === at
    if (isMeant && when === 'before') {
      callback()
      return
    }
    const { method, headers, url = '/' } = request
    const passed = sendRequest(new URL(url, exchangeUrl), { method, headers }, (answer) => {
      if (isMeant) {
        callback()
        answer.resume()
        return
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get count() {
      return count
    },
    lay(nextAt, nextWhen, nextCallback) {
      ;[count, at, when, callback] = [0, nextAt, nextWhen, nextCallback]
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
