import { computeOrderCount, computeWeight, getAccess } from '@aster/api'

import type { AccessCheck, Caller } from '../accounts/caller.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import { ApiRefusal, refuse } from './api-refusal.ts'
import type { Handlers } from './handler.ts'
import { isLoopback } from './is-loopback.ts'
import { mergePairs, parsePairs, printable } from './parse-pairs.ts'
import type { RawRequest, RawResponse, RequestHandler } from './raw-request.ts'
import type { Params } from './read-params.ts'
import { type Route, type Routes, routeKey } from './routes.ts'

/** What happened to a request, for the event log. Parameters carry no signature and no listen key. */
export interface RequestRecord {
  readonly method: string
  readonly path: string
  readonly accountId: string | undefined
  readonly params: Params
  readonly response: RawResponse
}

export interface RequestHandlerParts {
  readonly routes: Routes
  readonly handlers: Handlers
  readonly limits: RateLimits
  readonly authenticate: (version: 'v3' | 'v1', check: AccessCheck) => Caller
  /** Pages of our own, outside the exchange's paths: `GET /simulator/state`. They show every account, so to callers here only. */
  readonly pages: Readonly<Record<string, () => unknown>>
  /** Open answers of the exchange's other host, for clients of both: `GET /api/v3/exchangeInfo`. Weight 1. */
  readonly neighbourPages: Readonly<Record<string, () => unknown>>
  readonly onRequest: (record: RequestRecord) => void
  /** A fault of ours, not of the caller: answered with HTTP 500. */
  readonly onFault: (error: unknown, request: RawRequest) => void
}

const noParams: Params = Object.freeze({})

/** Builds the one function through which every request goes, whether it came over a socket or from memory. */
export function createRequestHandler(parts: RequestHandlerParts): RequestHandler {
  const { routes, handlers, limits } = parts

  const call = (route: Route, params: Params, request: RawRequest, body: string): Carried => {
    const { endpoint, version } = route
    const access = getAccess(endpoint, version)
    const isSigned = endpoint.signature !== undefined
    const open = !isSigned && (access === 'public' || (access === 'marketData' && version === 'v3'))
    const { query, headers, remoteAddress } = request
    const caller = open
      ? undefined
      : parts.authenticate(version, {
          endpoint,
          access,
          params,
          query,
          body,
          headers,
          remoteAddress,
          reusesNonce: endpoint.nonceParam !== undefined,
        })
    const handle = handlers[endpoint.name]
    if (handle === undefined) throw refuse(-4084)
    const orders = computeOrderCount(endpoint, params)
    if (caller === undefined || orders === 0)
      return { caller, result: handle({ endpoint, version, params, caller }), headers: {} }
    limits.checkOrders(remoteAddress, caller.accountId, orders)
    const result = handle({ endpoint, version, params, caller })
    const accepted = countAccepted(result, orders)
    return { caller, result, headers: accepted === 0 ? {} : limits.countOrders(caller.accountId, accepted) }
  }

  const respond = (request: RawRequest): RawResponse => {
    const key = routeKey(request.method, request.path)
    const page = parts.pages[key]
    if (page !== undefined) {
      if (!isLoopback(request.remoteAddress)) return toResponse(403, { msg: 'Only from this machine.' }, {})
      return toResponse(200, page(), {})
    }
    const neighbourPage = parts.neighbourPages[key]
    const route = routes.get(key)
    let params = noParams
    let accountId: string | undefined
    let response: RawResponse
    try {
      const body = readFormBody(request)
      const parsed = parseParams(request.query, body)
      const weight =
        route === undefined || parsed instanceof ApiRefusal ? 1 : computeWeight(route.endpoint, route.version, parsed)
      limits.chargeWeight(request.remoteAddress, weight)
      if (route === undefined && neighbourPage === undefined) throw unknownPath(request)
      if (parsed instanceof ApiRefusal) throw parsed
      params = parsed
      if (route === undefined) {
        response = toResponse(200, neighbourPage?.(), {})
      } else {
        const carried = call(route, params, request, body)
        accountId = carried.caller?.accountId
        response = toResponse(200, carried.result, carried.headers)
      }
    } catch (error) {
      if (!(error instanceof ApiRefusal)) parts.onFault(error, request)
      const refusal = error instanceof ApiRefusal ? error : refuse(-1000, undefined, 500)
      response = toResponse(refusal.status, { code: refusal.code, msg: refusal.message }, refusal.headers)
    }
    const used = String(limits.usedWeight(request.remoteAddress))
    response = { ...response, headers: { ...response.headers, 'x-mbx-used-weight-1m': used } }
    parts.onRequest({ method: request.method, path: request.path, accountId, params: withoutSecrets(params), response })
    return response
  }

  return respond
}

interface Carried {
  readonly caller: Caller | undefined
  readonly result: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** Many clients send a JSON content type with an empty body or `{}`: parameters never travel as JSON. */
function readFormBody({ body }: RawRequest): string {
  const start = body.trimStart().charAt(0)
  return start === '' || start === '{' || start === '[' ? '' : body
}

/** Kept as a value: a request whose text is broken is charged like any other. */
function parseParams(query: string, body: string): Params | ApiRefusal {
  try {
    return mergePairs(parsePairs(query), parsePairs(body))
  } catch (error) {
    if (error instanceof ApiRefusal) return error
    throw error
  }
}

/** A batch answers with a mixed list: only elements that were taken count. A strategy is taken with all its orders. */
function countAccepted(result: unknown, orders: number): number {
  if (!Array.isArray(result)) return orders
  return result.filter((element: unknown) => typeof element === 'object' && element !== null && !('code' in element))
    .length
}

const unknownPath = ({ path, method }: RawRequest): ApiRefusal =>
  new ApiRefusal(404, -5000, `Path ${printable(path)}, Method ${printable(method)} is invalid`)

function toResponse(status: number, result: unknown, headers: Readonly<Record<string, string>>): RawResponse {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: JSON.stringify(result) ?? '',
  }
}

function withoutSecrets(params: Params): Params {
  const { signature: _signature, listenKey: _listenKey, ...rest } = params
  return rest
}
