import type { AnswerOf, Endpoint, ParamsOf } from '@aster/api'
import { signSubAccountCall, type SubAccountCall, type Wallet } from '@aster/auth/wallet'

import type { CallOptions, RestClient } from '../client/rest-client.ts'
import { withSignRequest } from './money-mover.ts'
import type { WalletAuthority } from './wallet-authority.ts'

/** Wallets of a family: the master's, and for new members the child's, which signs first. */
export interface FamilyAuthority extends WalletAuthority {
  readonly childWallet?: Wallet | undefined
  /** The address that signs, where the call names it beside the user: an approved agent, or the wallet itself. */
  readonly signer?: string | undefined
  /** Whose account it is, where that is not the wallet: an agent that moves its user's money. */
  readonly user?: string | undefined
}

/** Calls an endpoint of sub-accounts, signed by the wallets of the family. */
export function callSubAccount<E extends Endpoint, const P extends ParamsOf<E>>(
  client: Pick<RestClient, 'call'>,
  { wallet, childWallet, signer, user, nonces, network }: FamilyAuthority,
  call: SubAccountCall,
  endpoint: E,
  params: P,
  options?: CallOptions,
): Promise<AnswerOf<E, P>> {
  const signed = withSignRequest(options, (pairs) => {
    const values = {
      ...Object.fromEntries(pairs),
      ...(signer !== undefined && { signer }),
      ...(user !== undefined && { user }),
    }
    return signSubAccountCall({ call, values, wallet, childWallet, network, nonceUs: nonces.next() })
  })
  return client.call(endpoint, params, signed)
}
