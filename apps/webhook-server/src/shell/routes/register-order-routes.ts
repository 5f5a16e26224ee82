import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { toSnakeCase } from '../../core/to-snake-case.ts'
import type { ServerParts } from '../server-parts.ts'
import { requireReader } from './check-access.ts'
import { accountQuery, requireAccount, requireSymbol } from './require-account.ts'

const time = z.coerce.number().int().min(0).optional()
const ordersQuery = z.object({
  ...accountQuery,
  symbol: z.string().max(40),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  start_time: time,
  end_time: time,
  startTime: time,
  endTime: time,
})
const openQuery = z.object({ ...accountQuery, symbol: z.string().max(40).optional() })

/** Orders of an account, everybody's. */
export function registerOrderRoutes(app: FastifyInstance, parts: ServerParts): void {
  const onRequest = requireReader(parts.rules)

  app.get('/orders', { onRequest, schema: { tags: ['orders'], querystring: ordersQuery } }, async (request) => {
    const query = request.query as z.infer<typeof ordersQuery>
    const account = requireAccount(parts, query.account)
    const startTime = query.start_time ?? query.startTime
    const endTime = query.end_time ?? query.endTime
    const orders = await account.rest.trading.getAllOrders({
      symbol: requireSymbol(account, query.symbol),
      limit: query.limit,
      ...(startTime === undefined ? {} : { startTime }),
      ...(endTime === undefined ? {} : { endTime }),
    })
    return { orders: toSnakeCase(orders) }
  })

  app.get('/orders/open', { onRequest, schema: { tags: ['orders'], querystring: openQuery } }, async (request) => {
    const { symbol, account: id } = request.query as z.infer<typeof openQuery>
    const account = requireAccount(parts, id)
    const orders = await account.rest.trading.getOpenOrders(
      symbol === undefined ? {} : { symbol: requireSymbol(account, symbol) },
    )
    return { orders: toSnakeCase(orders) }
  })
}
