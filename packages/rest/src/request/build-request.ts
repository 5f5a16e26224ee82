import { encodeParams, type SignedRequest, type Signer } from '@aster/auth'
import type { TransportRequest } from '@aster/core'

import type { CallPlan } from './plan-call.ts'
import { refuseCall } from './violations.ts'

/** A request to the letter, and the marks it was signed with. */
export interface BuiltRequest {
  readonly wire: Pick<TransportRequest, 'method' | 'url' | 'headers' | 'body'>
  readonly nonceUs: bigint | undefined
  readonly timestampMs: number | undefined
}

interface BuildContext {
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly signer: Signer | undefined
}

const withQuery = (url: string, query: string): string => (query === '' ? url : `${url}?${query}`)

function assemble(plan: CallPlan, context: BuildContext, signed: SignedRequest): BuiltRequest {
  return {
    wire: {
      method: plan.endpoint.method,
      url: withQuery(context.baseUrl + plan.path, signed.query),
      headers: { ...context.headers, ...signed.headers },
      body: signed.body === '' ? undefined : signed.body,
    },
    nonceUs: signed.nonceUs,
    timestampMs: signed.timestampMs,
  }
}

/**
 * Signs a call and lays it out for the wire. The text that is signed is the text that is sent: nothing encodes it again.
 * Takes nonce or timestamp, so call it after every wait.
 *
 * @throws {ClockUnsureError} The clock may be too far from the exchange's.
 * @throws {ParameterError} A parameter cannot be signed.
 */
export function buildRequest(
  plan: CallPlan,
  context: BuildContext,
  recvWindowMs: number | undefined,
): BuiltRequest | Promise<BuiltRequest> {
  const { endpoint, pairs, authentication } = plan
  const { signer } = context
  if (authentication !== 'signed') {
    const headers = authentication === 'key' ? { ...context.headers, ...signer?.keyHeaders } : context.headers
    const url = withQuery(context.baseUrl + plan.path, encodeParams(pairs))
    return {
      wire: { method: endpoint.method, url, headers, body: undefined },
      nonceUs: undefined,
      timestampMs: undefined,
    }
  }
  const signed = signPlan(plan, signer, recvWindowMs)
  return signed instanceof Promise
    ? signed.then((request) => assemble(plan, context, request))
    : assemble(plan, context, signed)
}

function signPlan(
  { endpoint, pairs, nonceUs, signRequest }: CallPlan,
  signer: Signer | undefined,
  recvWindowMs: number | undefined,
): SignedRequest | Promise<SignedRequest> {
  if (signRequest !== undefined) return signRequest(pairs)
  if (signer === undefined) throw refuseCall(endpoint.name, 'signer', 'required', undefined, 'is needed')
  return signer.sign({ method: endpoint.method, params: pairs, nonceUs, recvWindowMs })
}
