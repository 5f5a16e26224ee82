import { type AnswerOf, type Endpoint, type EndpointGroup, type Endpoints, endpoints, type ParamsOf } from '@aster/api'

import type { CallOptions, RestClient } from './rest-client.ts'

type EmptyParams = Record<never, never>

/** An endpoint as a method: parameters may be left out when none is needed. */
export type EndpointMethod<E extends Endpoint> =
  EmptyParams extends ParamsOf<E>
    ? <const P extends ParamsOf<E> = EmptyParams>(params?: P, options?: CallOptions) => Promise<AnswerOf<E, P>>
    : <const P extends ParamsOf<E>>(params: P, options?: CallOptions) => Promise<AnswerOf<E, P>>

/** The endpoints of one group as methods, read from their declarations. What a wallet signs is not among them. */
export type ClientGroup<Group extends EndpointGroup> = {
  readonly [
    Name in keyof Endpoints as Endpoints[Name] extends { readonly signature: string }
      ? never
      : Endpoints[Name]['group'] extends Group
        ? Name
        : never
  ]: EndpointMethod<Endpoints[Name]>
}

/** Everything but what moves money off the account: that has an entry point of its own. */
export interface ClientGroups {
  /** Public market data. */
  readonly market: ClientGroup<'market'>
  /** Orders: place, change, cancel, look up. */
  readonly trading: ClientGroup<'trading'>
  /** Balances, account, fills, income, fees. */
  readonly account: ClientGroup<'account'>
  /** Positions, leverage, margin, position mode. */
  readonly position: ClientGroup<'position'>
  /** Listen keys of the user stream. */
  readonly stream: ClientGroup<'stream'>
  /** Agents, builders and sub-accounts of the account: what can be asked without its main wallet. */
  readonly agent: ClientGroup<'agent'>
  /** News of the exchange. */
  readonly announcement: ClientGroup<'announcement'>
}

const groupNames = [
  'market',
  'trading',
  'account',
  'position',
  'stream',
  'agent',
  'announcement',
] as const satisfies readonly EndpointGroup[]

/** Builds the methods from the declarations; there is no second list to keep in step. */
export function createClientGroups(call: RestClient['call']): ClientGroups {
  const groups = Object.fromEntries(
    groupNames.map((group) => {
      const methods = Object.values<Endpoint>(endpoints)
        .filter((endpoint) => endpoint.group === group && endpoint.signature === undefined)
        .map((endpoint) => {
          const method = (params: EmptyParams = {}, options?: CallOptions) => call(endpoint, params, options)
          return [endpoint.name, method] as const
        })
      return [group, Object.freeze(Object.fromEntries(methods))] as const
    }),
  )
  return groups as unknown as ClientGroups
}
