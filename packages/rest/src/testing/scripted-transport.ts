import { type Transport, TransportFailure, type TransportRequest, type TransportResponse } from '@aster/core'

/** What a scripted exchange does with a request: answers it, or fails as a connection does. */
export type Script = (request: TransportRequest, index: number) => Reply | Promise<Reply>

type Reply = Partial<TransportResponse> | TransportFailure

export interface ScriptedTransport extends Transport {
  /** Every request that was handed over, in order. */
  readonly requests: TransportRequest[]
}

/** A transport that answers from a script and remembers what it was given. */
export function createScriptedTransport(script: Script): ScriptedTransport {
  const requests: TransportRequest[] = []
  return {
    requests,
    async send(request) {
      requests.push(request)
      const reply = await script(request, requests.length - 1)
      if (reply instanceof TransportFailure) throw reply
      return { status: 200, headers: {}, body: '{}', ...reply }
    },
    close: () => Promise.resolve(),
  }
}

/** A good answer with this content. */
export const answer = (content: unknown, headers: Record<string, string> = {}): Partial<TransportResponse> => ({
  status: 200,
  headers,
  body: JSON.stringify(content),
})

/** A refusal with a code. */
export const refusal = (code: number, msg: string, status = 400): Partial<TransportResponse> => ({
  status,
  body: JSON.stringify({ code, msg }),
})

/** The parameters of a request, from its query and its body. */
export function readParams({ url, body = '' }: TransportRequest): Record<string, string> {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
  return Object.fromEntries(new URLSearchParams([query, body].filter((text) => text !== '').join('&')))
}
