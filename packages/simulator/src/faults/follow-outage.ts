import type { Server } from 'node:http'

import type { Clock, Timer } from '@aster/core'

/** Another program may have taken the port meanwhile: how long until the next try to have it back. */
const retryMs = 50

/**
 * Lets a server stop listening while an outage lasts, so that connections are refused for real, and cuts what is open.
 *
 * @returns Ends it.
 */
export function followOutage(
  server: Server,
  address: { readonly host: string; readonly port: number },
  parts: {
    readonly clock: Pick<Clock, 'schedule'>
    readonly watch: (listener: (isOut: boolean) => void) => () => void
  },
): () => void {
  let retry: Timer | undefined
  let isOut = false

  const listenAgain = () => {
    if (!isOut && !server.listening) server.listen(address.port, address.host)
  }
  const onError = () => {
    retry = parts.clock.schedule(retryMs, listenAgain)
  }
  server.on('error', onError)
  const unwatch = parts.watch((nowOut) => {
    isOut = nowOut
    if (!isOut) return listenAgain()
    server.close()
    server.closeAllConnections()
  })
  return () => {
    unwatch()
    retry?.cancel()
    server.off('error', onError)
    server.on('error', () => undefined)
  }
}
