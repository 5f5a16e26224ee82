import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { Refusal } from '../../core/refusal.ts'
import type { ServerParts } from '../server-parts.ts'
import { requireOperator } from './check-access.ts'
import { requireAccount } from './require-account.ts'

const query = z.object({ account: z.string().max(32).optional().describe('All accounts unless named.') })
const reasonBody = z
  .object({ reason: z.string().min(1).max(200).default('by request') })
  .default({ reason: 'by request' })

/** Whether the server works, and the switch that stops it from opening anything. */
export function registerStatusRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { health, metrics, clock, mode, version, rules, store, runner, seats } = parts
  const onRequest = requireOperator(rules)

  app.get('/', { schema: { hide: true } }, async (_, reply) => reply.redirect('/docs', 307))

  app.get('/health', { schema: { tags: ['status'] } }, async (_, reply) => {
    const { ok } = health.ready()
    return reply.status(ok ? 200 : 503).send({
      status: ok ? 'healthy' : 'unhealthy',
      timestamp: clock.now(),
      version,
      configuration: {
        mode,
        symbols: seats[0].account.symbols,
        risk: seats[0].account.risk.state,
        accounts: seats.map(({ id, weight, isDry, account }) => ({ id, weight, dry: isDry, risk: account.risk.state })),
      },
    })
  })
  app.get('/livez', { schema: { tags: ['status'] } }, async (_, reply) => {
    const live = health.live()
    return reply.status(live.ok ? 200 : 503).send(live)
  })
  app.get('/readyz', { schema: { tags: ['status'] } }, async (_, reply) => {
    const ready = health.ready()
    return reply.status(ready.ok ? 200 : 503).send(ready)
  })
  app.get('/metrics', { onRequest, schema: { tags: ['status'] } }, async (_, reply) => {
    reply.header('content-type', metrics.registry.contentType)
    return reply.send(await metrics.read())
  })

  app.get('/risk', { onRequest, schema: { tags: ['kill switch'], querystring: query } }, async (request) => {
    const { risk } = requireAccount(parts, (request.query as z.infer<typeof query>).account)
    const { equity, checks } = risk.explain()
    return {
      state: risk.state,
      reason: risk.reason,
      equity: equity ?? null,
      checks,
      accounts: seats.map(({ id, account }) => ({ id, state: account.risk.state, reason: account.risk.reason })),
      pending: runner.pending,
      signals: store.count(),
    }
  })
  for (const action of ['halt', 'reduce', 'resume'] as const) {
    const schema = { tags: ['kill switch'], querystring: query, body: reasonBody }
    app.post(`/risk/${action}`, { onRequest, schema }, async (request) => {
      const { reason } = request.body as z.infer<typeof reasonBody>
      const { account: id } = request.query as z.infer<typeof query>
      const meant = id === undefined ? seats.map(({ account }) => account) : [requireAccount(parts, id)]
      await Promise.all(meant.map(({ risk }) => risk[action](reason)))
      const [first] = meant
      if (first === undefined || (action !== 'resume' && meant.some(({ risk }) => risk.state === 'active'))) {
        throw new Refusal(502, 'NOT_CARRIED_OUT', 'not latched')
      }
      return {
        success: true,
        state: first.risk.state,
        reason: first.risk.reason,
        accounts: meant.map(({ name, risk }) => ({ id: name, state: risk.state })),
      }
    })
  }
}
