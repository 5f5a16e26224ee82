import type { Connector, Transport, TransportRequest, TransportResponse } from '@aster/core'

/** A request as the exchange would read it. */
export interface HeardRequest {
  readonly method: TransportRequest['method']
  readonly path: string
  readonly params: Readonly<Record<string, string>>
}

/** What stands between a program and the exchange, and does not always tell the truth. */
export interface Liar {
  /** An answer of its own; the exchange then never hears of the request. */
  answer?(request: HeardRequest): unknown
  /** Changes what the exchange answers. */
  change?(request: HeardRequest, body: unknown): unknown
  /** False keeps an event of the user stream back. */
  passes?(event: Readonly<Record<string, unknown>>): boolean
}

export function createLyingTransport(transport: Transport, liar: Liar): Transport {
  return {
    async send(request) {
      const heard = hear(request)
      const invented = liar.answer?.(heard)
      if (invented !== undefined) return toResponse(invented)
      const response = await transport.send(request)
      if (liar.change === undefined || response.status !== 200) return response
      return { ...response, body: JSON.stringify(liar.change(heard, JSON.parse(response.body))) }
    },
    close: () => transport.close(),
  }
}

export function createLyingConnector(connector: Connector, liar: Liar): Connector {
  return {
    connect: (url, handlers, options) =>
      connector.connect(
        url,
        {
          ...handlers,
          onOpen: () => handlers.onOpen(),
          onClose: (code, reason) => handlers.onClose(code, reason),
          onMessage(text) {
            if (liar.passes?.(JSON.parse(text) as Record<string, unknown>) ?? true) handlers.onMessage(text)
          },
        },
        options,
      ),
    close: () => connector.close(),
  }
}

/** Reads a request as the exchange does. */
export function hear({ method, url, body }: TransportRequest): HeardRequest {
  const { pathname, searchParams } = new URL(url)
  const pairs = [...searchParams, ...new URLSearchParams(body ?? '')]
  return { method, path: pathname, params: Object.fromEntries(pairs) }
}

const toResponse = (body: unknown): TransportResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
