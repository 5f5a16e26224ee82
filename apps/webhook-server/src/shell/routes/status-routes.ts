import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { Refusal } from '../../core/refusal.ts'
import type { ServerParts } from '../server-parts.ts'
import { requireOperator } from './check-access.ts'
import { requireAccount } from './require-account.ts'

const reasonBody = z
  .object({ reason: z.string().min(1).max(200).default('by request') })
  .default({ reason: 'by request' })

/** Whether the server works, and the switch that stops it from opening anything. */
export function statusRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { health, metrics, clock, mode, version, rules, store, runner } = parts
  const onRequest = requireOperator(rules)

  app.get('/', { schema: { hide: true } }, async (_, reply) => reply.redirect('/docs', 307))

  app.get('/health', { schema: { tags: ['status'] } }, async (_, reply) => {
    const { ok } = health.ready()
    return reply.status(ok ? 200 : 503).send({
      status: ok ? 'healthy' : 'unhealthy',
      timestamp: clock.now(),
      version,
      configuration: { mode, symbols: parts.account?.symbols ?? [], risk: parts.account?.risk.state ?? 'none' },
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

  app.get('/risk', { onRequest, schema: { tags: ['kill switch'] } }, async () => {
    const { risk } = requireAccount(parts)
    const { equity, checks } = risk.explain()
    return {
      state: risk.state,
      reason: risk.reason,
      equity: equity ?? null,
      checks,
      pending: runner.pending,
      signals: store.count(),
    }
  })
  for (const action of ['halt', 'reduce', 'resume'] as const) {
    app.post(`/risk/${action}`, { onRequest, schema: { tags: ['kill switch'], body: reasonBody } }, async (request) => {
      const { risk } = requireAccount(parts)
      const { reason } = request.body as z.infer<typeof reasonBody>
      await risk[action](reason)
      if (action !== 'resume' && risk.state === 'active') throw new Refusal(502, 'NOT_CARRIED_OUT', 'not latched')
      return { success: true, state: risk.state, reason: risk.reason }
    })
  }
}
