import type { Problem } from './describe-problem.ts'
import type { ParsedSignal } from './signal.ts'

/**
 * - `received`: on the disk, waiting for its turn.
 * - `executing`: being carried out; a restart finishes it.
 * - `done`, `refused`, `failed`: over. `refused` opened nothing; `failed` may have.
 */
export type SignalStatus = 'received' | 'executing' | 'done' | 'refused' | 'failed'

/** What was done, for people and programs. */
export interface SignalOutcome {
  readonly message: string
  readonly order?: Readonly<Record<string, unknown>> | undefined
  readonly position?: Readonly<Record<string, unknown>> | undefined
}

/** A turn from one side to the other, whose first half may be done. */
export interface SignalPlan {
  readonly side: 'BUY' | 'SELL'
  readonly quantity: string
}

/** What one account does of an alert, and how far it is. Times are milliseconds since the epoch. */
export interface StoredSignal {
  readonly sequence: number
  readonly id: string
  /** Of the alert: the same for what each account does of it. The id of the first one. */
  readonly alertId: string
  /** Who carries it out. */
  readonly account: string
  /** It is worked out and not done. */
  readonly isDry: boolean
  readonly status: SignalStatus
  readonly route: string
  /** With the size that this account takes. */
  readonly signal: ParsedSignal
  /** As it came, without its secret. */
  readonly message: Readonly<Record<string, unknown>>
  readonly source: string
  readonly requestId: string
  readonly receivedMs: number
  /** When it was begun last; undefined: nothing of it was ever begun. */
  readonly startedMs: number | undefined
  readonly endedMs: number | undefined
  readonly outcome: SignalOutcome | undefined
  readonly problem: Problem | undefined
  /** What was decided on the account as it was, before anything was sent: a restart goes on with it. */
  readonly plan: SignalPlan | undefined
}
