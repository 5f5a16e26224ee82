import { type Transport, TransportFailure } from '@aster/core'

/** A listen key changes nothing that anybody trades by. */
const harmless = /\/listenKey$/

/** Lets nothing through that changes anything at the exchange, whoever asks for it. */
export function guardTransport(inner: Transport): Transport {
  return {
    async send(request) {
      const { pathname } = new URL(request.url)
      if (request.method !== 'GET' && !harmless.test(pathname)) {
        throw new TransportFailure('unsent', 'refused', `a dry run does not send ${request.method} ${pathname}`)
      }
      return inner.send(request)
    },
    warmUp: (origin, connections) => inner.warmUp?.(origin, connections) ?? Promise.resolve(),
    close: () => inner.close(),
  }
}
