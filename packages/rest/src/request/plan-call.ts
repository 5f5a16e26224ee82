import { type ApiVersion, computeOrderCount, computeWeight, type Endpoint, getAccess, getPath } from '@aster/api'
import type { Param, SignedRequest, Signer } from '@aster/auth'

import { encodeValues } from './encode-values.ts'
import { fillOwnIds } from './fill-own-ids.ts'
import { findLane, type Lane } from './find-lane.ts'
import { readElements } from './read-elements.ts'
import { refuseCall, toParameterError } from './violations.ts'

/** Signs the parameters of one call. */
export type SignRequest = (params: readonly Param[]) => SignedRequest | Promise<SignedRequest>

/** A call that fits its declaration, before it is signed. Attempts share it; each is signed anew. */
export interface CallPlan {
  readonly endpoint: Endpoint
  readonly path: string
  /** `signed`, with the V1 key header only, or open. */
  readonly authentication: 'signed' | 'key' | 'open'
  /** Signs instead of the client's signer, for calls of a wallet. */
  readonly signRequest: SignRequest | undefined
  /** As the schema gave them, for costs and element counts. */
  readonly values: Readonly<Record<string, unknown>>
  /** As they go on the wire. */
  readonly pairs: readonly Param[]
  /** The nonce to sign with, where the call names one. */
  readonly nonceUs: bigint | undefined
  readonly lane: Lane
  readonly weight: number
  readonly orders: number
  /** What a lost answer is looked up by. */
  readonly clientOrderId: string | undefined
  /** The same for each element of a batch. */
  readonly clientOrderIds: readonly (string | undefined)[] | undefined
}

function assertAllowed(
  { name, group, signature }: Endpoint,
  context: { readonly signRequest: SignRequest | undefined; readonly mayMoveMoney: boolean },
): void {
  if (group === 'wallet' && !context.mayMoveMoney) {
    throw refuseCall(name, 'client', 'moneyMover', undefined, 'moves money: it goes through @aster/rest/wallet only')
  }
  if (signature !== undefined && context.signRequest === undefined) {
    throw refuseCall(name, 'wallet', 'required', undefined, 'is needed: a wallet signs this call, not the agent')
  }
}

const idNames = ['newClientOrderId', 'origClientOrderId', 'clientStrategyId', 'clientTranId'] as const

const findClientOrderId = (values: Readonly<Record<string, unknown>>): string | undefined => {
  const name = idNames.find((candidate) => typeof values[candidate] === 'string')
  return name === undefined ? undefined : (values[name] as string)
}

function findVersion(endpoint: Endpoint, preferred: ApiVersion): ApiVersion {
  if (getPath(endpoint, preferred) !== undefined) return preferred
  const other = preferred === 'v3' ? 'v1' : 'v3'
  // open data is the same for everybody: take the version that has it
  if (getPath(endpoint, other) !== undefined && getAccess(endpoint, other) === 'public') return other
  throw refuseCall(
    endpoint.name,
    'apiVersion',
    'apiVersion',
    preferred,
    `must be ${other}: ${preferred} lacks this call`,
  )
}

function findAuthentication(endpoint: Endpoint, version: ApiVersion): CallPlan['authentication'] {
  const access = getAccess(endpoint, version)
  if (access === 'public') return 'open'
  if (access === 'marketData') return version === 'v1' ? 'key' : 'open'
  if (access === 'userStream' && version === 'v1') return 'key'
  return 'signed'
}

/**
 * Checks a call and works out what it costs and how it travels.
 *
 * @throws {ParameterError} Something does not fit; every broken rule is named.
 */
export function planCall(
  endpoint: Endpoint,
  params: unknown,
  context: {
    readonly version: ApiVersion
    readonly signer: Signer | undefined
    readonly lane: Lane | undefined
    readonly nonceUs: bigint | undefined
    readonly nextId: () => string
    /** Signs instead of the client's signer. */
    readonly signRequest: SignRequest | undefined
    /** The call comes from the entry point that may move money. */
    readonly mayMoveMoney: boolean
  },
): CallPlan {
  const { name } = endpoint
  assertAllowed(endpoint, context)
  const parsed = endpoint.params.safeParse(params)
  if (!parsed.success) throw toParameterError(name, parsed.error.issues, params)
  const version = findVersion(endpoint, context.version)
  const values = fillOwnIds(endpoint, version, parsed.data as Readonly<Record<string, unknown>>, context.nextId)
  if (version === 'v1') {
    const unknown = endpoint.v3Only?.find((field) => values[field] !== undefined)
    if (unknown !== undefined) throw refuseCall(name, unknown, 'apiVersion', values[unknown], 'is known to V3 only')
  }
  const authentication = findAuthentication(endpoint, version)
  const { signRequest } = context
  if (authentication !== 'open' && context.signer === undefined && signRequest === undefined) {
    throw refuseCall(name, 'signer', 'required', undefined, 'is needed: this call is not public')
  }
  const { nonceParam } = endpoint
  const names = version === 'v1' ? endpoint.v1Names : undefined
  return {
    endpoint,
    path: getPath(endpoint, version) ?? '',
    authentication: signRequest === undefined ? authentication : 'signed',
    signRequest,
    values,
    pairs: encodeValues(name, nonceParam === undefined ? values : { ...values, [nonceParam]: undefined }, names),
    nonceUs: nonceParam === undefined ? context.nonceUs : BigInt(values[nonceParam] as string),
    lane: context.lane ?? findLane(endpoint, values),
    weight: computeWeight(endpoint, version, values),
    orders: computeOrderCount(endpoint, values),
    clientOrderId: findClientOrderId(values),
    clientOrderIds: endpoint.elementsOf === undefined ? undefined : readElements(values, endpoint.elementsOf),
  }
}
