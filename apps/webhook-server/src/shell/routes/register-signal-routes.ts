import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

import { Refusal } from '../../core/refusal.ts'
import { renderRefusal } from '../../core/render-refusal.ts'
import { renderSignal } from '../../core/render-signal.ts'
import type { ServerParts } from '../server-parts.ts'
import { requireOperator } from './check-access.ts'

const idParams = z.object({ id: z.uuid() })
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  before: z.coerce.number().int().min(1).optional().describe('Sequence of the last signal of the page before.'),
})

const refusalQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) })

/** What was taken in and what became of it, and what was not taken in. */
export function registerSignalRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { store, runner, rules, refusals } = parts
  const onRequest = requireOperator(rules)
  const find = (id: string) => {
    const stored = store.get(id)
    if (stored === undefined) throw new Refusal(404, 'NOT_FOUND', `there is no signal ${id}`)
    return stored
  }

  app.get('/signals', { onRequest, schema: { tags: ['signals'], querystring: listQuery } }, async (request) => {
    const page = store.list(request.query as z.infer<typeof listQuery>)
    return { signals: page.map(renderSignal), next_before: page.at(-1)?.sequence ?? null, counts: store.count() }
  })

  app.get('/signals/:id', { onRequest, schema: { tags: ['signals'], params: idParams } }, async (request) => {
    const { id } = request.params as z.infer<typeof idParams>
    const own = store.listOfAlert(id)
    // of an alert for several accounts: what each of them did
    return { ...renderSignal(find(id)), ...(own.length > 1 && { accounts: own.map(renderSignal) }) }
  })

  app.get('/refusals', { onRequest, schema: { tags: ['signals'], querystring: refusalQuery } }, async (request) => {
    const { limit } = request.query as z.infer<typeof refusalQuery>
    return { refusals: refusals.list({ limit }).map(renderRefusal) }
  })

  app.post(
    '/signals/:id/redrive',
    {
      onRequest,
      schema: {
        tags: ['signals'],
        params: idParams,
        description: 'Carries out a signal that was refused or failed. An order that it sent is found, not repeated.',
      },
    },
    async (request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>
      const stored = find(id)
      if (stored.status !== 'refused' && stored.status !== 'failed') {
        throw new Refusal(
          409,
          'NOT_OVER',
          `the signal is ${stored.status}: only what was refused or failed is repeated`,
        )
      }
      await store.requeue(id)
      runner.submit(stored, true)
      return reply.status(202).send({ success: true, message: 'accepted', signal_id: id, link: `/signals/${id}` })
    },
  )
}
