import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { requireOneOf, withRules } from '../schema/cross-rules.ts'
import { clientStrategyIdText, idText } from '../schema/sent.ts'
import { strategyTypes } from './strategy-params.ts'
import { strategy } from './strategy-result.ts'

/** By exactly one of the two ids. */
export const openStrategyEndpoint = defineEndpoint({
  name: 'getOpenStrategy',
  group: 'trading',
  method: 'GET',
  path: { v3: '/fapi/v3/strategyOpenOrder' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: withRules(
    z.strictObject({
      strategyId: idText.optional(),
      clientStrategyId: clientStrategyIdText.optional(),
      strategyType: z.literal(strategyTypes),
    }),
    (fields) => requireOneOf(fields, ['strategyId', 'clientStrategyId'], true),
  ),
  result: strategy,
})
