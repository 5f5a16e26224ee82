import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { idText, positiveDecimalText, signatureText, walletAddress } from '../schema/sent.ts'

/** `hash` is an id of its own, not a transaction hash. */
export const withdrawToSolanaEndpoint = defineEndpoint({
  name: 'withdrawToSolana',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/aster/user-solana-withdraw', v1: '/fapi/aster/user-solana-withdraw' },
  access: 'userData',
  effect: 'write',
  // not documented
  weight: 5,
  params: z.strictObject({
    chainId: z.literal(101),
    asset: z.string().min(1),
    amount: positiveDecimalText,
    fee: positiveDecimalText,
    receiver: walletAddress,
    userNonce: idText.optional(),
    /** Ed25519 in base58. */
    userSignature: signatureText.optional(),
  }),
  result: z.object({ withdrawId: z.string(), hash: z.string() }),
})
