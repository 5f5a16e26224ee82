import { marginTypes } from '@aster/core'
import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { confirmation } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** -4046 when nothing changes, -4047 with open orders, -4048 with a position, -4168 in multi-assets mode. */
export const setMarginTypeEndpoint = defineEndpoint({
  name: 'setMarginType',
  group: 'position',
  method: 'POST',
  path: { v3: '/fapi/v3/marginType', v1: '/fapi/v1/marginType' },
  access: 'trade',
  effect: 'idempotent',
  weight: 1,
  params: z.strictObject({ symbol, marginType: z.literal(marginTypes) }),
  result: confirmation,
})
