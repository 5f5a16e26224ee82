import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'

import { renderAnswer } from '../../core/render-answer.ts'
import type { StoredSignal } from '../../core/stored-signal.ts'
import type { ServerParts } from '../server-parts.ts'
import type { alertQuery } from './alert-query.ts'

/** Answers an alert that was taken in: 202 at once, or with `wait=1` what came of it, as the original did. */
export async function answerAlert(
  { runner, clock }: ServerParts,
  options: {
    readonly alertId: string
    readonly stored: readonly StoredSignal[]
    readonly idempotencyKey: string
    readonly request: FastifyRequest
    readonly reply: FastifyReply
  },
) {
  const { alertId, stored, idempotencyKey, request, reply } = options
  const { wait, wait_ms: waitMs } = request.query as z.infer<typeof alertQuery>
  reply.header('location', `/signals/${alertId}`)
  const after = wait === '1' ? await Promise.all(stored.map(({ id }) => runner.wait(id, waitMs))) : []
  const ended = after.filter((signal) => signal?.endedMs !== undefined) as StoredSignal[]
  if (ended.length === 0 || ended.length < stored.length) {
    return reply.status(202).send({
      success: true,
      message: 'accepted',
      signal_id: alertId,
      status: after[0]?.status ?? 'received',
      link: `/signals/${alertId}`,
      idempotency_key: idempotencyKey,
      ignored_fields: stored[0]?.signal.ignoredFields ?? [],
      request_id: request.id,
    })
  }
  const { status, body } = renderAnswer(ended, { requestId: request.id, idempotencyKey, atMs: clock.now() })
  return reply.status(status).send(body)
}
