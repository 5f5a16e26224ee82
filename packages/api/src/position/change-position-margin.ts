import { positionSides } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { decimal, whole } from '../schema/received.ts'
import { clientTransferIdText, positiveDecimalText, symbol } from '../schema/sent.ts'

/** Adds margin to an isolated position, or takes it away. */
export const changePositionMarginEndpoint = defineEndpoint({
  name: 'changePositionMargin',
  group: 'position',
  method: 'POST',
  path: { v3: '/fapi/v3/positionMargin', v1: '/fapi/v1/positionMargin' },
  access: 'trade',
  ownId: 'clientTranId',
  v3Only: ['clientTranId'],
  effect: 'write',
  weight: 1,
  params: z.strictObject({
    symbol,
    /** Hedge mode: LONG or SHORT. */
    positionSide: z.literal(positionSides).optional(),
    amount: positiveDecimalText,
    /** 1 adds, 2 removes. */
    type: z.literal([1, 2]),
    /** V3 only. The same id does not act twice within 7 days. */
    clientTranId: clientTransferIdText.optional(),
  }),
  result: z.object({ amount: decimal, code: whole, msg: z.string(), type: whole }),
})
