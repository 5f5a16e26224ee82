import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { evmAddress, idText, positiveDecimalText, signatureText } from '../schema/sent.ts'

/** To a wallet on an EVM chain. The agent needs the right to withdraw and an address list; V1 is deprecated. */
export const withdrawEndpoint = defineEndpoint({
  name: 'withdraw',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/aster/user-withdraw', v1: '/fapi/aster/user-withdraw' },
  access: 'userData',
  v1Names: { userNonce: 'nonce' },
  effect: 'write',
  // not documented
  weight: 5,
  params: z.strictObject({
    /** 1 Ethereum, 56 BSC, 42161 Arbitrum. */
    chainId: z.literal([1, 56, 42161]),
    asset: z.string().min(1),
    amount: positiveDecimalText,
    fee: positiveDecimalText,
    receiver: evmAddress,
    /** Microseconds; may differ from the exchange's time by up to an hour. */
    userNonce: idText,
    /** The wallet's own signature over amount, fee and receiver. */
    userSignature: signatureText,
  }),
  result: z.object({ withdrawId: z.string(), hash: z.string() }),
})
