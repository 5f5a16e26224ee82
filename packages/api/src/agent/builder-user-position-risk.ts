import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { positionRiskRow } from '../position/position-risk-row.ts'
import { symbol } from '../schema/sent.ts'
import { builderPage, builderPageParams } from './builder-page.ts'

/** Open positions only, other than `getPositionRisk`. */
export const builderUserPositionRiskEndpoint = defineEndpoint({
  name: 'getBuilderUserPositionRisk',
  group: 'agent',
  method: 'GET',
  path: { v3: '/fapi/v3/builder/userPositionRisk' },
  access: 'userData',
  effect: 'read',
  weight: 5,
  params: z.strictObject({ symbol: symbol.optional(), ...builderPageParams }),
  result: builderPage(positionRiskRow.extend({ address: z.string() })),
})
