import { toDecimal } from '@aster/core'
import { readSymbolSettings } from '@aster/trades'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { Refusal } from '../../core/refusal.ts'
import { toSnakeCase } from '../../core/to-snake-case.ts'
import type { ServerParts } from '../server-parts.ts'
import { requireReader } from './check-access.ts'
import { accountQuery, requireAccount, requireChangeable, requireSymbol } from './require-account.ts'

const query = z.object(accountQuery)
const symbolParams = z.object({ symbol: z.string().max(40) })
const leverageBody = z.object({ leverage: z.coerce.number().int().min(1).max(125) })
const marginBody = z.object({
  margin_type: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(['ISOLATED', 'CROSSED'])),
})

/** Positions, and how they are margined. */
export function registerPositionRoutes(app: FastifyInstance, parts: ServerParts): void {
  const onRequest = requireReader(parts.rules)

  const nameOf = (request: FastifyRequest) => (request.query as z.infer<typeof query>).account
  const find = (request: FastifyRequest) => requireAccount(parts, nameOf(request))
  const findChangeable = (request: FastifyRequest) => requireChangeable(parts, nameOf(request))

  app.get('/positions', { onRequest, schema: { tags: ['positions'], querystring: query } }, async (request) => {
    const rows = await find(request).rest.position.getPositionRisk({})
    return { positions: toSnakeCase(rows.filter(({ positionAmt }) => !toDecimal(positionAmt).isZero())) }
  })

  app.get(
    '/positions/:symbol',
    { onRequest, schema: { tags: ['positions'], querystring: query, params: symbolParams } },
    async (request) => {
      const account = find(request)
      const symbol = requireSymbol(account, (request.params as z.infer<typeof symbolParams>).symbol)
      const rows = await account.rest.position.getPositionRisk({ symbol })
      const row = rows.find(({ positionAmt }) => !toDecimal(positionAmt).isZero())
      if (row === undefined) throw new Refusal(404, 'NO_POSITION', `there is no position on ${symbol}`)
      return toSnakeCase(row)
    },
  )

  app.post(
    '/positions/:symbol/leverage',
    { onRequest, schema: { tags: ['positions'], querystring: query, params: symbolParams, body: leverageBody } },
    async (request) => {
      const account = findChangeable(request)
      const symbol = requireSymbol(account, (request.params as z.infer<typeof symbolParams>).symbol)
      const { leverage } = request.body as z.infer<typeof leverageBody>
      const [now] = await readSymbolSettings(account.rest, [symbol])
      const result =
        now?.leverage === String(leverage)
          ? { symbol, leverage }
          : await account.rest.position.setLeverage({ symbol, leverage })
      return {
        success: true,
        message: `leverage of ${symbol} is ${leverage}`,
        symbol,
        leverage,
        result: toSnakeCase(result),
      }
    },
  )

  app.post(
    '/positions/:symbol/margin-type',
    { onRequest, schema: { tags: ['positions'], querystring: query, params: symbolParams, body: marginBody } },
    async (request) => {
      const account = findChangeable(request)
      const symbol = requireSymbol(account, (request.params as z.infer<typeof symbolParams>).symbol)
      const { margin_type: marginType } = request.body as z.infer<typeof marginBody>
      const [now] = await readSymbolSettings(account.rest, [symbol])
      const isSet = now?.marginType === (marginType === 'CROSSED' ? 'cross' : 'isolated')
      const result = isSet
        ? { code: 200, msg: 'success' }
        : await account.rest.position.setMarginType({ symbol, marginType })
      return {
        success: true,
        message: `margin type of ${symbol} is ${marginType}`,
        symbol,
        margin_type: marginType,
        result: toSnakeCase(result),
      }
    },
  )
}
