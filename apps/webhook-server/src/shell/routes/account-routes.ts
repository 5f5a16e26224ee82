import type { FastifyInstance } from 'fastify'

import { toSnakeCase } from '../../core/to-snake-case.ts'
import type { ServerParts } from '../server-parts.ts'
import { requireReader } from './check-access.ts'
import { requireAccount } from './require-account.ts'

const balanceAgeMs = 5_000

/** What the account holds. Balances are asked for at most every five seconds. */
export function accountRoutes(app: FastifyInstance, parts: ServerParts): void {
  const onRequest = requireReader(parts.rules)
  const { clock } = parts
  let cached: { readonly atMs: number; readonly balances: Promise<unknown> } | undefined

  app.get('/account/balance', { onRequest, schema: { tags: ['account'] } }, async () => {
    const account = requireAccount(parts)
    if (cached === undefined || clock.monotonicMs() - cached.atMs > balanceAgeMs) {
      const balances = account.rest.account.getBalance({})
      cached = { atMs: clock.monotonicMs(), balances }
      balances.catch(() => (cached = undefined))
    }
    return { balances: toSnakeCase(await cached.balances) }
  })

  app.get('/account/info', { onRequest, schema: { tags: ['account'] } }, async () =>
    toSnakeCase(await requireAccount(parts).rest.account.getAccount({})),
  )
}
