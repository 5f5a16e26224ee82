import { readReason } from './read-reason.ts'
import type { StoredSignal } from './stored-signal.ts'
import { toSnakeCase } from './to-snake-case.ts'

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString())

/** A signal with its outcome, as `/signals` tells it. */
export function renderSignal(stored: StoredSignal): Readonly<Record<string, unknown>> {
  const { id, status, route, signal, receivedMs, startedMs, endedMs, outcome, problem, requestId, source } = stored
  return {
    id,
    alert_id: stored.alertId,
    account: stored.account,
    dry: stored.isDry,
    status,
    route,
    symbol: signal.symbol,
    strategy: signal.strategy,
    action: signal.command.kind,
    external_id: signal.externalId ?? null,
    ignored_fields: signal.ignoredFields ?? [],
    alert_time: iso(signal.alertMs),
    received_at: iso(receivedMs),
    started_at: iso(startedMs),
    ended_at: iso(endedMs),
    reason: readReason(stored) ?? null,
    code: problem?.code ?? null,
    original_error_code: problem?.exchangeCode ?? null,
    order: toSnakeCase(outcome?.order ?? null),
    position: toSnakeCase(outcome?.position ?? null),
    message: stored.message,
    request_id: requestId,
    source,
  }
}
