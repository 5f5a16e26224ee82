import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { requireOneOf, withRules } from '../schema/cross-rules.ts'
import { clientStrategyIdText, idText, rowLimit, sentTimeMs } from '../schema/sent.ts'
import { strategyTypes } from './strategy-params.ts'
import { strategy } from './strategy-result.ts'

/** By exactly one of the two ids; at most 90 days back. */
export const strategyHistoryEndpoint = defineEndpoint({
  name: 'getStrategyHistory',
  group: 'trading',
  method: 'GET',
  path: { v3: '/fapi/v3/strategyHistoryOrder' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: withRules(
    z.strictObject({
      strategyId: idText.optional(),
      clientStrategyId: clientStrategyIdText.optional(),
      strategyType: z.literal(strategyTypes),
      startTime: sentTimeMs.optional(),
      endTime: sentTimeMs.optional(),
      limit: rowLimit(1000).optional(),
    }),
    (fields) => requireOneOf(fields, ['strategyId', 'clientStrategyId'], true),
  ),
  result: strategy,
})
