import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { positiveDecimalText, walletAddress } from '../schema/sent.ts'

/** Only within the family of one master account. */
export const transferSubAccountEndpoint = defineEndpoint({
  name: 'transferSubAccount',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/subAccountTransfer' },
  access: 'trade',
  signature: 'subAccount',
  addedBySignature: ['nonce', 'user', 'signer', 'signature'],
  effect: 'write',
  weight: 5,
  params: z.strictObject({
    toAccountAddress: walletAddress,
    asset: z.string().min(1),
    amount: positiveDecimalText,
    kindType: z.literal(['FUTURE_FUTURE', 'FUTURE_SPOT', 'SPOT_FUTURE', 'SPOT_SPOT']),
    /** Needed when the source is not the account that signs. */
    fromAccountAddress: walletAddress.optional(),
  }),
  result: confirmation,
})
