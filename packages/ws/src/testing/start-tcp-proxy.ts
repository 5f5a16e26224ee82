import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A cable between client and server that can be cut, or go dead while both ends still think it is there. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Ends every connection at once, without a word of the protocol above. */
  cut(): void
  /** Carries nothing more on the connections there are, either way. Later ones are sound. */
  freeze(): void
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const cables = new Set<readonly [near: Socket, far: Socket]>()
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    const cable = [near, far] as const
    cables.add(cable)
    const end = () => {
      cables.delete(cable)
      near.destroy()
      far.destroy()
    }
    near.pipe(far)
    far.pipe(near)
    for (const socket of cable) socket.on('close', end).on('error', end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      for (const [near, far] of cables) {
        near.destroy()
        far.destroy()
      }
    },
    freeze() {
      for (const [near, far] of cables) {
        near.unpipe(far)
        far.unpipe(near)
        near.resume()
        far.resume()
      }
    },
    async [Symbol.asyncDispose]() {
      for (const cable of cables) for (const socket of cable) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
