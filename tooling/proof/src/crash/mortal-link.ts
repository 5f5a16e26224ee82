import type { Connector, Socket, Transport } from '@aster/core'

/** The network of a process that can be killed: after that nothing it sends arrives, and nothing reaches it. */
export interface MortalLink {
  readonly transport: Transport
  readonly connector: Connector
  /** What has left arrives; answers never do. */
  kill(): void
  readonly isDead: boolean
  /** Called before each request and after each answer: every point at which a process can be caught. */
  onPoint: ((point: string) => void) | undefined
}

export function createMortalLink(inner: { readonly transport: Transport; readonly connector: Connector }): MortalLink {
  let isDead = false
  const sockets = new Set<Pick<Socket, 'terminate'>>()
  const never = <T>(): Promise<T> => new Promise<T>(() => undefined)
  const link: MortalLink = {
    onPoint: undefined,
    get isDead() {
      return isDead
    },
    kill() {
      isDead = true
      for (const socket of sockets) socket.terminate()
    },
    transport: {
      async send(request) {
        if (isDead) return never()
        const name = `${request.method} ${new URL(request.url).pathname}`
        link.onPoint?.(`before ${name}`)
        if (link.isDead) return never()
        const answer = inner.transport.send(request)
        link.onPoint?.(`sent ${name}`)
        const response = await answer
        if (!link.isDead) link.onPoint?.(`after ${name}`)
        return link.isDead ? never() : response
      },
      close: () => inner.transport.close(),
    },
    connector: {
      connect(url, handlers, options) {
        const alive =
          <A extends unknown[]>(handler: (...values: A) => void) =>
          (...values: A) => {
            if (!isDead) handler(...values)
          }
        const socket = inner.connector.connect(
          url,
          {
            ...handlers,
            onOpen: alive(() => handlers.onOpen()),
            onClose: alive((code, reason) => handlers.onClose(code, reason)),
            onMessage: alive((text) => handlers.onMessage(text)),
          },
          options,
        )
        sockets.add(socket)
        return socket
      },
      close: () => inner.connector.close(),
    },
  }
  return link
}
