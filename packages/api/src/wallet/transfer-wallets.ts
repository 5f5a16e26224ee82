import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { id } from '../schema/received.ts'
import { clientTransferIdText, positiveDecimalText } from '../schema/sent.ts'

/** Moves an asset between the futures and the spot wallet of the account. */
export const transferWalletsEndpoint = defineEndpoint({
  name: 'transferWallets',
  group: 'wallet',
  method: 'POST',
  path: { v3: '/fapi/v3/asset/wallet/transfer', v1: '/fapi/v1/asset/wallet/transfer' },
  access: 'userData',
  ownId: 'clientTranId',
  effect: 'write',
  weight: { v3: 50, v1: 5 },
  params: z.strictObject({
    amount: positiveDecimalText,
    asset: z.string().min(1),
    /** Ours, unique for 7 days (-4115); filled when absent. */
    clientTranId: clientTransferIdText.optional(),
    kindType: z.literal(['FUTURE_SPOT', 'SPOT_FUTURE']),
  }),
  result: z.object({ tranId: id, status: z.string() }),
})
