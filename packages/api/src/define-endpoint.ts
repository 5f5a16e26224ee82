import type { OutcomeUnknownError, RejectedError } from '@aster/core'
import type { z } from 'zod'

import type { BatchRefusal } from './schema/batch-refusal.ts'

/** V3 signs EIP-712 with an agent key; V1 signs HMAC with an API key. */
export type ApiVersion = 'v3' | 'v1'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * Who may call: `public` anybody; `marketData` with V1 the key header, with V3 anybody; `trade` and `userData` signed;
 * `userStream` with V1 the key header only, with V3 signed.
 */
export type Access = 'public' | 'marketData' | 'trade' | 'userData' | 'userStream'

/** What a call does: `read` changes nothing, `idempotent` may be repeated with one end state, `write` never. */
export type Effect = 'read' | 'idempotent' | 'write'

export type EndpointGroup =
  | 'market'
  | 'trading'
  | 'account'
  | 'position'
  | 'stream'
  | 'wallet'
  | 'agent'
  | 'announcement'

/** Parameters as the caller or the wire has them: values may still be text. Cost functions take both. */
export type CostParams = Readonly<Record<string, unknown>>

/** A fixed cost, or one that the parameters decide. */
export type Cost = number | ((params: CostParams) => number)

/** One endpoint as a fact. The client's methods, the simulator's routes and the documentation tables are read from it. */
export interface Endpoint<Params extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  /** The action's name, `getDepth`. */
  readonly name: string
  readonly group: EndpointGroup
  readonly method: HttpMethod
  /** Absent versions do not have this endpoint. */
  readonly path: { readonly v3?: string; readonly v1?: string }
  /** Older or deprecated paths that answer the same. */
  readonly aliases?: readonly string[]
  readonly access: Access
  /** V1's access where it differs. */
  readonly accessV1?: Access
  readonly effect: Effect
  /** Request weight against the budget of the IP address. */
  readonly weight: Cost | { readonly v3: Cost; readonly v1: Cost }
  /** Orders it counts against the budget of the account; none when absent. */
  readonly orders?: Cost
  /**
   * Who signs, where it is not the client's signer: `management` the main wallet over a struct, `register` the main wallet
   * over a text, `subAccount` the wallets of a family. Such a call is made by an action that takes the wallet.
   */
  readonly signature?: 'management' | 'register' | 'subAccount'
  /** Documented parameters that the signature brings along; no caller passes them. */
  readonly addedBySignature?: readonly string[]
  /** Names that V1 has for parameters of V3. */
  readonly v1Names?: Readonly<Record<string, string>>
  /** What we send: strict. Its output is what goes on the wire, before encoding. */
  readonly params: Params
  /** The schema gives a list; when this parameter is sent, the answer is its only row. */
  readonly oneWhen?: 'symbol'
  /** The answer has one element per element of one of these list parameters, each an answer or a refusal of its own. */
  readonly elementsOf?: readonly string[]
  /** The parameter, of each element where there are elements, that names what is made. A client fills it when absent. */
  readonly ownId?: string
  /** Parameters that V1 does not know. */
  readonly v3Only?: readonly string[]
  /** This parameter is the nonce the request itself is signed with, in microseconds. */
  readonly nonceParam?: string
  /** What we receive: unknown fields pass. Ids and decimals come out as strings. */
  readonly result: Result
}

/** What a caller passes. */
export type ParamsOf<E extends Endpoint> = z.input<E['params']>
/** What the result schema gives. */
export type ResultOf<E extends Endpoint> = z.output<E['result']>
/** What a caller gets for one element of a batch. */
export type ElementOf<Row> = Exclude<Row, BatchRefusal> | RejectedError | OutcomeUnknownError

type RowOf<List> = List extends readonly (infer Row)[] ? Row : never

/**
 * What a caller gets for these parameters: one row where `oneWhen` says so, errors in the place of refused elements of
 * a batch, else what the result schema gives.
 */
export type AnswerOf<E extends Endpoint, P> = E extends { readonly elementsOf: readonly string[] }
  ? ElementOf<RowOf<ResultOf<E>>>[]
  : E extends { readonly oneWhen: infer Name extends string }
    ? P extends { readonly [K in Name]: string }
      ? RowOf<ResultOf<E>>
      : ResultOf<E>
    : ResultOf<E>

/** Declares an endpoint; the types of its parameters and its result follow from the schemas. */
export function defineEndpoint<const E extends Endpoint>(endpoint: E): E {
  return Object.freeze(endpoint)
}

/** The path of a version, or undefined when that version lacks the endpoint. */
export function getPath(endpoint: Endpoint, version: ApiVersion): string | undefined {
  return endpoint.path[version]
}

export function getAccess(endpoint: Endpoint, version: ApiVersion): Access {
  return version === 'v1' ? (endpoint.accessV1 ?? endpoint.access) : endpoint.access
}

const computeCost = (cost: Cost, params: CostParams): number => (typeof cost === 'function' ? cost(params) : cost)

/** Request weight of one call. `params` may hold parsed values or the texts of the wire. */
export function computeWeight(endpoint: Endpoint, version: ApiVersion, params: CostParams): number {
  const { weight } = endpoint
  return computeCost(typeof weight === 'object' ? weight[version] : weight, params)
}

/** How many orders one call counts against the account's order limits. */
export function computeOrderCount(endpoint: Endpoint, params: CostParams): number {
  return endpoint.orders === undefined ? 0 : computeCost(endpoint.orders, params)
}
