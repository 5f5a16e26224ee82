import type { Refusal } from './refusal.ts'

/** An alert of somebody who knew the secret that was not taken in. */
export interface NotedRefusal {
  readonly route: string
  /** As it came, without its secret. */
  readonly message: Readonly<Record<string, unknown>>
  readonly source: string
  readonly requestId: string
  readonly receivedMs: number
  readonly refusal: Pick<Refusal, 'status' | 'code' | 'message' | 'mistakes'>
}
