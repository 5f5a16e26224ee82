import type { NotedRefusal } from './noted-refusal.ts'

/** An alert that was not taken in, as `/refusals` tells it. */
export const renderRefusal = ({ route, message, source, requestId, receivedMs, refusal }: NotedRefusal) => ({
  route,
  status: refusal.status,
  code: refusal.code,
  reason: refusal.message,
  validation_errors: refusal.mistakes,
  received_at: new Date(receivedMs).toISOString(),
  message,
  source,
  request_id: requestId,
})
