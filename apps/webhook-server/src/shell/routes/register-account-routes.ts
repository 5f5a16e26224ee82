import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { toSnakeCase } from '../../core/to-snake-case.ts'
import type { ServerParts } from '../server-parts.ts'
import { requireReader } from './check-access.ts'
import { accountQuery, requireAccount } from './require-account.ts'

const balanceAgeMs = 5_000
const query = z.object(accountQuery)

/** What an account holds. Balances are asked for at most every five seconds. */
export function registerAccountRoutes(app: FastifyInstance, parts: ServerParts): void {
  const onRequest = requireReader(parts.rules)
  const { clock } = parts
  const cache = new Map<string, { readonly atMs: number; readonly balances: Promise<unknown> }>()
  const schema = { tags: ['account'], querystring: query }
  const read = (data: unknown) => requireAccount(parts, (data as z.infer<typeof query>).account)

  app.get('/account/balance', { onRequest, schema }, async (request) => {
    const account = read(request.query)
    let cached = cache.get(account.name)
    if (cached === undefined || clock.monotonicMs() - cached.atMs > balanceAgeMs) {
      const balances = account.rest.account.getBalance({})
      cached = { atMs: clock.monotonicMs(), balances }
      cache.set(account.name, cached)
      balances.catch(() => cache.delete(account.name))
    }
    return { balances: toSnakeCase(await cached.balances) }
  })

  app.get('/account/info', { onRequest, schema }, async (request) =>
    toSnakeCase(await read(request.query).rest.account.getAccount({})),
  )
}
