/** What an error is about. */
export type ErrorCategory =
  | 'account'
  | 'auth'
  | 'exchange-config'
  | 'filter'
  | 'margin'
  | 'market'
  | 'no-change'
  | 'options'
  | 'order-limit'
  | 'order-rejected'
  | 'order-unknown'
  | 'permission'
  | 'rate-limit'
  | 'request'
  | 'server'
  | 'stream'
  | 'timing'
  | 'unknown-outcome'

/** Whether the same call may be sent again. `verify first`: the outcome is unknown; ask before anything else. */
export type ErrorAdvice =
  | 'after aligning positionSide with the mode'
  | 'after backoff'
  | 'after cancelling conditional orders'
  | 'after cancelling orders'
  | 'after clock sync'
  | 'after closing positions'
  | 'after closing the position'
  | 'after fixing the request'
  | 'after repricing'
  | 'after signing with a fresh nonce'
  | 'cancel and place anew'
  | 'create a new listenKey'
  | 'no'
  | 'verify first'

/** One error code of the exchange. The HTTP status, the category and the advice are our own judgement. */
export interface ErrorEntry {
  readonly code: number
  readonly name: string
  /** The server's text; `%s` and `%b` are placeholders. */
  readonly message: string
  readonly category: ErrorCategory
  readonly http: number
  readonly retriable: ErrorAdvice
}

/** An entry as a row of the tables. */
export type ErrorRow = readonly [
  code: number,
  name: string,
  message: string,
  category: ErrorCategory,
  http: number,
  retriable: ErrorAdvice,
]
