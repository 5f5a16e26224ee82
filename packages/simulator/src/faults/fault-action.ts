import { z } from 'zod'

import { duration, longestMs, milliseconds } from './duration.ts'

const httpStatus = z.number().int().min(200).max(599)
const errorCode = z.number().int().max(-1)

/** The answer in the place of the real one: plain text by its status, or `{code, msg}` when a code is given. */
const error = {
  /** 503 unless given or known for the code. */
  status: httpStatus.optional(),
  code: errorCode.optional(),
  /** The catalogue's words unless given. */
  msg: z.string().optional(),
}

/** Whether the engine gets the request before its answer is spoilt. */
const accepted = z.boolean().default(true)

/** What happens to a request that a rule picked. */
export const FaultAction = z.discriminatedUnion('kind', [
  /** Carried out; the caller is told an error. */
  z.strictObject({ kind: z.literal('acceptThenError'), ...error }),
  /** Never carried out; the caller is told the same error. */
  z.strictObject({ kind: z.literal('errorBeforeAccept'), ...error }),
  /** Carried out; the connection is cut without an answer. */
  z.strictObject({ kind: z.literal('acceptThenDrop') }),
  /** Never carried out; the connection is cut. */
  z.strictObject({ kind: z.literal('dropBeforeAccept') }),
  /** Held up before the engine (`request`) or after it (`answer`). */
  z.strictObject({
    kind: z.literal('delay'),
    ms: duration,
    where: z.enum(['request', 'answer']).default('answer'),
  }),
  /**
   * Carried out some time after the caller gave up. The caller hears nothing until its time limit (`silence`), loses the
   * connection, or is told an error.
   */
  z.strictObject({
    kind: z.literal('deliverLate'),
    afterMs: duration.default([1_000, 55_000]),
    ending: z.enum(['silence', 'drop', 'error']).default('silence'),
    ...error,
  }),
  /** A page of HTML, labelled as such unless told. */
  z.strictObject({
    kind: z.literal('html'),
    status: httpStatus.default(500),
    contentType: z.string().default('text/html; charset=utf-8'),
    accepted,
  }),
  /** The real answer, cut off within its text. */
  z.strictObject({ kind: z.literal('truncatedJson'), keep: z.number().min(0).max(1).default(0.5) }),
  /** No text at all. */
  z.strictObject({ kind: z.literal('emptyBody'), status: httpStatus.default(200), accepted }),
  /** The real answer under a wrong label. */
  z.strictObject({ kind: z.literal('wrongContentType'), contentType: z.string().default('text/plain; charset=utf-8') }),
  /** HTTP 429, for this request and, with `forMs`, for all of its address until then. */
  z.strictObject({
    kind: z.literal('tooManyRequests'),
    code: z.literal([-1003, -1015]).default(-1003),
    retryAfterSeconds: z.number().int().min(0).max(86_400).optional(),
    forMs: milliseconds.default(0),
  }),
  /** HTTP 418 for everything from the request's address until the ban ends; the text says when, the header if wanted. */
  z.strictObject({
    kind: z.literal('ban'),
    forMs: milliseconds.default(120_000),
    retryAfter: z.boolean().default(false),
  }),
  /** Connections are refused for a while; what is open is cut. */
  z.strictObject({ kind: z.literal('refuseConnections'), forMs: milliseconds.default(5_000) }),
  /** The exchange's clock jumps. The request goes on to the next rule. */
  z.strictObject({ kind: z.literal('clockStep'), byMs: z.number().int().min(-longestMs).max(longestMs) }),
  /** Orders younger than this are missing from what queries answer. The request goes on to the next rule. */
  z.strictObject({ kind: z.literal('lagReads'), lagMs: z.number().int().min(1).max(60_000) }),
])
export type FaultAction = z.output<typeof FaultAction>
export type FaultKind = FaultAction['kind']
