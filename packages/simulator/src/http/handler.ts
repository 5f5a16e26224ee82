import type { ApiVersion, Endpoint } from '@aster/api'

import type { Caller } from '../accounts/caller.ts'
import type { Params } from './read-params.ts'

/** A call that found its route and proved who makes it. */
export interface Call {
  readonly endpoint: Endpoint
  readonly version: ApiVersion
  readonly params: Params
  /** Undefined for open endpoints. */
  readonly caller: Caller | undefined
}

/**
 * Carries out a call and returns what becomes the JSON of the answer.
 *
 * @throws {ApiRefusal} The exchange says no.
 */
export type Handler = (call: Call) => unknown

/** A call of somebody known. */
export interface AccountCall extends Call {
  readonly caller: Caller
}

/** Handlers by the name of the endpoint. */
export type Handlers = Readonly<Record<string, Handler>>

/** Makes a handler of one that needs an account. Signed endpoints always have a caller; anything else is a fault here. */
export function forAccount(handle: (call: AccountCall) => unknown): Handler {
  return (call) => {
    if (call.caller === undefined) throw new Error(`${call.endpoint.name} was routed without a caller`)
    return handle({ ...call, caller: call.caller })
  }
}
