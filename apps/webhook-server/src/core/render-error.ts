import type { FieldMistake } from './refusal.ts'

export interface ErrorFacts {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly exchangeCode?: number | undefined
  readonly mistakes?: readonly FieldMistake[] | undefined
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Payload Too Large',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** The original's shape of every error, with the id of the request. */
export const renderError = (facts: ErrorFacts & { readonly requestId: string; readonly atMs: number }) => ({
  error: titles[facts.status] ?? 'Internal Server Error',
  detail: facts.message,
  code: facts.code,
  timestamp: facts.atMs,
  original_error_code: facts.exchangeCode ?? null,
  original_error_message: facts.exchangeCode === undefined ? null : facts.message,
  validation_errors: facts.mistakes ?? [],
  request_id: facts.requestId,
})
