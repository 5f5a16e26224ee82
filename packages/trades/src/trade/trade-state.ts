/**
 * Where a trade is.
 * - `pending`: nothing has been sent.
 * - `entering`: the entry works; nothing has filled.
 * - `protecting`: something has filled and no acknowledged stop covers it yet.
 * - `protected`: a stop rests for all that has filled; take-profits rest or are being placed.
 * - `exiting`: the position is being closed by our own orders; the stop stays.
 * - `clearing`: flat by our fills; what is left of ours is cancelled, and the exchange is asked whether it is so.
 * - `completed`: the entry had filled, the exchange says flat, and nothing of it is left on the book.
 * - `cancelled`: nothing ever filled, nothing is left.
 * - `failed`: refused before anything filled, or something remains that is not ours to close; see the result.
 */
export type TradeState =
  | 'pending'
  | 'entering'
  | 'protecting'
  | 'protected'
  | 'exiting'
  | 'clearing'
  | 'completed'
  | 'cancelled'
  | 'failed'

/** What can happen to a trade. Read off the orders, never assumed. */
export type TradeCause =
  | 'start'
  /** Another process goes on with it. */
  | 'resumed'
  | 'closeAsked'
  | 'entryFill'
  | 'entryEnded'
  | 'unfilled'
  | 'stopWorking'
  | 'stopRefused'
  | 'stopGone'
  | 'stopFailed'
  /** The market has passed the place to which the stop was to move: it counts as fired. */
  | 'stopPassed'
  | 'exitFill'
  /** The position was believed to be closed by others, and is not. */
  | 'reopened'
  | 'flat'
  | 'overdue'
  | 'timeUp'
  | 'clearedFilled'
  | 'clearedUnfilled'
  | 'clearedRefused'
  | 'foreignLeft'

export const isTradeOver = (state: TradeState): state is 'completed' | 'cancelled' | 'failed' =>
  state === 'completed' || state === 'cancelled' || state === 'failed'
