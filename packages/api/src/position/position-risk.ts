import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { symbol } from '../schema/sent.ts'
import { positionRiskRow } from './position-risk-row.ts'

/** One row per symbol (BOTH) in one-way mode, two (LONG, SHORT) in hedge mode; empty positions included. */
export const positionRiskEndpoint = defineEndpoint({
  name: 'getPositionRisk',
  group: 'position',
  method: 'GET',
  path: { v3: '/fapi/v3/positionRisk', v1: '/fapi/v2/positionRisk' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({ symbol: symbol.optional() }),
  result: z.array(positionRiskRow),
})
