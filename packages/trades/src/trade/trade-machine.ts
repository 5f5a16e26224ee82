import type { TradeCause, TradeState } from './trade-state.ts'

type Row = Readonly<Partial<Record<TradeCause, TradeState>>>

/**
 * State by cause gives the next state. A move that is not here is an incident: the state stays, and the exchange is asked
 * for the truth.
 */
export const tradeTable: Readonly<Record<TradeState, Row>> = {
  pending: {
    start: 'entering',
    // what it finds moves it on from there
    resumed: 'entering',
    closeAsked: 'cancelled',
  },
  entering: {
    closeAsked: 'clearing',
    entryFill: 'protecting',
    unfilled: 'clearing',
  },
  protecting: {
    closeAsked: 'exiting',
    entryFill: 'protecting',
    entryEnded: 'protecting',
    stopWorking: 'protected',
    stopRefused: 'exiting',
    stopGone: 'protecting',
    stopFailed: 'exiting',
    stopPassed: 'exiting',
    exitFill: 'protecting',
    flat: 'clearing',
    overdue: 'exiting',
    timeUp: 'exiting',
  },
  protected: {
    closeAsked: 'exiting',
    entryFill: 'protected',
    entryEnded: 'protected',
    // a replacement of the stop: the one before it still works
    stopWorking: 'protected',
    stopRefused: 'protected',
    stopGone: 'protecting',
    stopFailed: 'exiting',
    stopPassed: 'exiting',
    exitFill: 'protected',
    flat: 'clearing',
    timeUp: 'exiting',
  },
  exiting: {
    closeAsked: 'exiting',
    entryFill: 'exiting',
    entryEnded: 'exiting',
    stopWorking: 'exiting',
    stopRefused: 'exiting',
    stopGone: 'exiting',
    stopFailed: 'exiting',
    stopPassed: 'exiting',
    exitFill: 'exiting',
    flat: 'clearing',
    overdue: 'exiting',
    timeUp: 'exiting',
  },
  clearing: {
    closeAsked: 'clearing',
    // the entry filled while it was being cancelled
    entryFill: 'exiting',
    reopened: 'exiting',
    entryEnded: 'clearing',
    unfilled: 'clearing',
    stopWorking: 'clearing',
    stopRefused: 'clearing',
    stopPassed: 'clearing',
    flat: 'clearing',
    clearedFilled: 'completed',
    clearedUnfilled: 'cancelled',
    clearedRefused: 'failed',
    foreignLeft: 'failed',
  },
  completed: {},
  cancelled: {},
  failed: {},
}

/** The next state, or undefined for a move that the table lacks. */
export const nextTradeState = (state: TradeState, cause: TradeCause): TradeState | undefined => tradeTable[state][cause]
