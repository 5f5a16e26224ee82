import { STATUS_CODES } from 'node:http'

import { errorCatalogue } from '@aster/api'

import type { RawResponse } from '../http/raw-request.ts'

const jsonType = 'application/json;charset=UTF-8'

const answerJson = (status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): RawResponse => ({
  status,
  headers: { 'content-type': jsonType, ...headers },
  body: JSON.stringify(content),
})

/** An error as a server in front of the engine gives it: `{code, msg}` with a code, plain text without. */
export function answerError(error: {
  readonly status?: number | undefined
  readonly code?: number | undefined
  readonly msg?: string | undefined
}): RawResponse {
  const { code, msg } = error
  if (code === undefined) {
    const status = error.status ?? 503
    const body = msg ?? STATUS_CODES[status] ?? ''
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
  }
  const entry = errorCatalogue.get(code)
  return answerJson(error.status ?? entry?.http ?? 503, { code, msg: msg ?? entry?.message ?? 'Unknown error.' })
}

/** The page of a firewall or of a proxy whose server is away. */
export function answerHtml(status: number, contentType: string): RawResponse {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`.trimEnd()
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`
  return { status, headers: { 'content-type': contentType }, body }
}

export const answerEmpty = (status: number): RawResponse => ({
  status,
  headers: { 'content-type': jsonType },
  body: '',
})

/** The answer with the end of its text missing: at least one character, so that it is never whole. */
export function truncate(response: RawResponse, keep: number): RawResponse {
  const length = Math.max(0, Math.min(Math.floor(response.body.length * keep), response.body.length - 1))
  return { ...response, body: response.body.slice(0, length) }
}

export const relabel = (response: RawResponse, contentType: string): RawResponse => ({
  ...response,
  headers: { ...response.headers, 'content-type': contentType },
})

export function answerTooMany(code: number, retryAfterSeconds: number | undefined): RawResponse {
  const msg = errorCatalogue.get(code)?.message ?? 'Too many requests.'
  return answerJson(
    429,
    { code, msg },
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  )
}

/** The text names the end of the ban in milliseconds, as the exchange does; the header is not documented. */
export function answerBanned(address: string, untilMs: number, retryAfterSeconds: number | undefined): RawResponse {
  const msg = `Way too many requests; IP(${address}) banned until ${untilMs}. Please use the websocket for live updates to avoid bans.`
  return answerJson(
    418,
    { code: -1003, msg },
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  )
}
