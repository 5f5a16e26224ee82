import type { Endpoint } from '@aster/api'

import type { AccountRegistry } from '../accounts/account-registry.ts'
import { ApiRefusal } from '../http/api-refusal.ts'
import { mergePairs, parsePairs } from '../http/parse-pairs.ts'
import type { RawRequest } from '../http/raw-request.ts'
import type { Params } from '../http/read-params.ts'
import { type Routes, routeKey } from '../http/routes.ts'

/** What rules look at. Read before any check, so nothing here is proved. */
export interface RequestFacts {
  readonly request: RawRequest
  /** Undefined for a path nobody declared. */
  readonly endpoint: Endpoint | undefined
  readonly params: Params
  /** Every name of the account that the caller claims: its id and addresses, in lower case. */
  readonly accountNames: readonly string[]
}

const noParams: Params = Object.freeze({})

export function readRequestFacts(request: RawRequest, routes: Routes, registry: AccountRegistry): RequestFacts {
  const params = readParams(request)
  return {
    request,
    endpoint: routes.get(routeKey(request.method, request.path))?.endpoint,
    params,
    accountNames: nameAccount(request, params, registry),
  }
}

/** Broken text is for the exchange to refuse. */
function readParams({ query, body }: RawRequest): Params {
  try {
    return mergePairs(parsePairs(query), parsePairs(body))
  } catch (error) {
    if (error instanceof ApiRefusal) return noParams
    throw error
  }
}

function nameAccount({ headers }: RawRequest, params: Params, registry: AccountRegistry): readonly string[] {
  const { user, signer } = params
  const apiKey = headers['x-mbx-apikey']
  const known =
    (user === undefined ? undefined : registry.findUser(user)) ??
    (signer === undefined ? undefined : (registry.findAgentAccount(signer) ?? registry.findUser(signer)))
  const keyed = apiKey === undefined ? undefined : registry.findApiKey(apiKey)
  return [known?.accountId, keyed?.accountId, known?.user, user, signer].flatMap((name) =>
    name === undefined ? [] : [name.toLowerCase()],
  )
}
