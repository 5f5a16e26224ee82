import type { AnswerOf, Endpoint, ParamsOf } from '@aster/api'
import { type ManagementCall, signManagementCall } from '@aster/auth/wallet'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { withSignRequest } from './money-mover.ts'
import type { WalletAuthority } from './wallet-authority.ts'

/** Calls an endpoint that the main wallet signs as a struct. */
export function callManaged<E extends Endpoint & { readonly name: ManagementCall }, const P extends ParamsOf<E>>(
  client: Pick<RestClient, 'call'>,
  { wallet, nonces, network }: WalletAuthority,
  endpoint: E,
  params: P,
  options?: CallOptions,
): Promise<AnswerOf<E, P>> {
  const signed = withSignRequest(options, (pairs) =>
    signManagementCall({ call: endpoint.name, params: pairs, wallet, network, nonceUs: nonces.next() }),
  )
  return client.call(endpoint, params, signed)
}
