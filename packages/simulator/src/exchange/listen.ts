import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import type { Clock } from '@aster/core'

import type { FaultLayer } from '../faults/create-fault-layer.ts'
import { followOutage } from '../faults/follow-outage.ts'
import { createHttpServer } from '../http/http-server.ts'
import type { StreamHub } from '../streams/stream-hub.ts'
import { createWebSocketSurface } from '../streams/websocket-server.ts'

/** Where an exchange can be reached over real sockets. */
export interface Listener {
  readonly restUrl: string
  readonly wsUrl: string
  readonly port: number
  /** Stops listening, ends every connection, and waits until they are gone. */
  close(): Promise<void>
}

export interface ListenParts {
  readonly faults: Pick<FaultLayer, 'carry' | 'watchOutage'>
  readonly hub: StreamHub
  readonly clock: Clock
}

/** How long a client has to answer a close frame before it is cut. */
const closeWithinMs = 500

/**
 * Opens a port for HTTP and WebSocket both. Port 0 takes a free one.
 *
 * @throws The error of the operating system: EADDRINUSE for a busy port, EACCES for a forbidden one.
 */
export async function listen(
  { faults, hub, clock }: ListenParts,
  address: { host: string; port: number },
): Promise<Listener> {
  const sockets = createWebSocketSurface(hub)
  const server = createHttpServer({ carry: faults.carry, upgrade: sockets.upgrade })
  server.listen(address.port, address.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  const unfollow = followOutage(server, { host: address.host, port }, { clock, watch: faults.watchOutage })

  const close = async () => {
    unfollow()
    const closed = server.listening ? once(server, 'close') : undefined
    server.close()
    sockets.closeAll()
    server.closeAllConnections()
    const cut = clock.schedule(closeWithinMs, () => sockets.cutAll())
    await closed
    cut.cancel()
  }
  return { restUrl: `http://${host}:${port}`, wsUrl: `ws://${host}:${port}`, port, close }
}
