import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, id, whole } from '../schema/received.ts'

/** Why a step failed, in whatever shape the exchange gives; as text. */
const reason = z
  .json()
  .nullish()
  .transform((value) =>
    typeof value === 'string' || value === null || value === undefined ? value : JSON.stringify(value),
  )

export const migrationEndpoint = defineEndpoint({
  name: 'getMigration',
  group: 'wallet',
  method: 'GET',
  path: { v3: '/fapi/v3/asset/migrateUser/history' },
  access: 'userData',
  effect: 'read',
  weight: 50,
  params: z.strictObject({ batchId: z.string().min(1) }),
  result: z.object({
    batchId: z.string(),
    totalCount: whole,
    successCount: whole,
    processingCount: whole,
    failCount: whole,
    initCount: whole,
    details: z.array(
      z.object({
        id,
        asset: z.string(),
        amount: decimal,
        tranId: id.nullish(),
        /** I, S, F; P is counted too. */
        status: z.string(),
        fromStatus: z.string().nullish(),
        fromErrorCode: reason,
        fromResponse: reason,
        toStatus: z.string().nullish(),
        toErrorCode: reason,
        toResponse: reason,
      }),
    ),
  }),
})
