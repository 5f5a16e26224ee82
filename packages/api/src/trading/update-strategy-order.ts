import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { whole } from '../schema/received.ts'
import { updateStrategyParams } from './strategy-params.ts'
import { strategyReceipt } from './strategy-result.ts'

export const updateStrategyOrderEndpoint = defineEndpoint({
  name: 'updateStrategyOrder',
  group: 'trading',
  method: 'POST',
  path: { v3: '/fapi/v3/updateStrategyOrder' },
  access: 'trade',
  effect: 'idempotent',
  weight: 50,
  params: updateStrategyParams,
  result: z.array(
    strategyReceipt.extend({
      /** Which order was changed: its place in the strategy. */
      updatedSubOrder: whole,
      /** SUCCESS, ... */
      updateStatus: z.string(),
    }),
  ),
})
