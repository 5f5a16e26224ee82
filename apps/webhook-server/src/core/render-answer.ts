import { readReason } from './read-reason.ts'
import { renderError } from './render-error.ts'
import type { StoredSignal } from './stored-signal.ts'
import { toSnakeCase } from './to-snake-case.ts'

export interface AnswerFacts {
  readonly requestId: string
  readonly idempotencyKey: string
  readonly atMs: number
}

/**
 * The original's synchronous answer, for an alert that is over on each of its accounts. On several: 207 when it went well on
 * some of them only, and what each account did stands under `accounts`.
 */
export function renderAnswer(
  signals: readonly StoredSignal[],
  facts: AnswerFacts,
): { readonly status: number; readonly body: Readonly<Record<string, unknown>> } {
  const failed = signals.find(({ problem }) => problem !== undefined)
  const worked = signals.find(({ problem }) => problem === undefined)
  const shown = worked ?? failed
  if (shown === undefined) throw new Error('an alert without an account has no answer')
  const accounts = signals.length === 1 ? {} : { accounts: signals.map(renderAccount) }
  const place = { signal_id: shown.alertId, link: `/signals/${shown.alertId}` }
  if (worked === undefined && failed?.problem !== undefined) {
    const error = renderError({ ...failed.problem, requestId: facts.requestId, atMs: facts.atMs })
    return { status: failed.problem.status, body: { ...error, ...place, ...accounts } }
  }
  return {
    status: failed === undefined ? 200 : 207,
    body: {
      success: failed === undefined,
      message: shown.outcome?.message ?? 'done',
      order: toSnakeCase(shown.outcome?.order ?? null),
      position: toSnakeCase(shown.outcome?.position ?? null),
      status: shown.status,
      ...place,
      ...accounts,
      ignored_fields: shown.signal.ignoredFields ?? [],
      idempotency_key: facts.idempotencyKey,
      request_id: facts.requestId,
    },
  }
}

const renderAccount = ({ account, isDry, status, outcome, problem }: StoredSignal) => ({
  account,
  dry: isDry,
  status,
  code: problem?.code ?? null,
  message: readReason({ problem, outcome }) ?? null,
  order: toSnakeCase(outcome?.order ?? null),
  position: toSnakeCase(outcome?.position ?? null),
})
