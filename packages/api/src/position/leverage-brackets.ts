import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { rows } from '../schema/one-or-all.ts'
import { decimal, whole } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'

/** The real margin tiers. Signed, although they look like market data. */
export const leverageBracketsEndpoint = defineEndpoint({
  name: 'getLeverageBrackets',
  group: 'position',
  method: 'GET',
  path: { v3: '/fapi/v3/leverageBrackets', v1: '/fapi/v1/leverageBracket' },
  aliases: ['/fapi/v3/leverageBracket'],
  access: 'userData',
  effect: 'read',
  weight: 1,
  params: z.strictObject({ symbol: symbol.optional() }),
  oneWhen: 'symbol',
  result: rows(
    z.object({
      symbol: z.string(),
      brackets: z.array(
        z.object({
          bracket: whole,
          initialLeverage: whole,
          /** Quote asset. */
          notionalCap: decimal,
          notionalFloor: decimal,
          maintMarginRatio: decimal,
          /** Subtracted from notional x ratio. */
          cum: decimal,
        }),
      ),
    }),
  ),
})
