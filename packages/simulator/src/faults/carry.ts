import type { RawRequest, RawResponse, RequestHandler } from '../http/raw-request.ts'

/** The connection a request came over, real or in memory. At most one of `answer` and `drop` has an effect. */
export interface Link {
  /** Sends the answer, if anybody still waits for it. */
  answer(response: RawResponse): void
  /** Cuts the connection without an answer. */
  drop(): void
  /** Calls back once the caller has gone without an answer, at once when that is so already. */
  onGone(listener: () => void): void
}

/** Takes a request to its end, now or later, with an answer or without. */
export type Carry = (request: RawRequest, link: Link) => void

/** Carries requests with nothing in between. */
export const carryPlainly =
  (handle: RequestHandler): Carry =>
  (request, link) =>
    link.answer(handle(request))
