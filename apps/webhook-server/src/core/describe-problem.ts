import {
  AsterError,
  OutcomeUnknownError,
  ParameterError,
  RateLimitError,
  RejectedError,
  TransportError,
} from '@aster/core'
import {
  AccountNotLiveError,
  BreakEvenNotReachedError,
  IntentExistsError,
  PositionExistsError,
  RiskRefusedError,
  StalePriceError,
  TradeConflictError,
  TradeStateError,
} from '@aster/trades'

import { NotWrittenError } from './not-written-error.ts'
import { Refusal } from './refusal.ts'

/** A failure as an HTTP status, a code for programs and a sentence for people. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly exchangeCode?: number | undefined
}

/** Codes with which the exchange says that an order breaks a rule of the symbol or the account, not that it is in trouble. */
const isOrderRule = (code: number): boolean =>
  [-1111, -1013, -2018, -2019, -2020, -2021, -2022, -2027, -2028].includes(code) || (code <= -4000 && code > -5100)

/** SQLITE_FULL and SQLITE_IOERR. */
const storageCodes: ReadonlySet<number> = new Set([13, 10])

function isOfTheDisk(error: unknown): boolean {
  if (error instanceof NotWrittenError) return true
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === 'ENOSPC') return true
  return 'errcode' in error && storageCodes.has(Number(error.errcode) & 0xff)
}
/** -4108 the contract is delivered or settled, -4140, -4141 its status allows no orders. */
const isHalt = (code: number): boolean => code === -4108 || code === -4140 || code === -4141

/** Which status an error has, and whether orders may have been sent. Faults of ours tell nothing of themselves. */
export function describeProblem(error: unknown): Problem {
  if (error instanceof Refusal) return { status: error.status, code: error.code, message: error.message }
  if (isOfTheDisk(error)) {
    return {
      status: 503,
      code: 'STORAGE',
      message: 'the disk is full or broken: what cannot be written down is not carried out',
    }
  }
  if (!(error instanceof AsterError)) return { status: 500, code: 'INTERNAL_ERROR', message: 'internal error' }
  const { message } = error
  if (error instanceof ParameterError) return { status: 422, code: 'ORDER_RULE', message }
  if (error instanceof RiskRefusedError) {
    const isHalted = error.checks.some(({ rule, ok }) => rule === 'state' && !ok)
    return { status: isHalted ? 503 : 422, code: isHalted ? 'HALTED' : 'RISK_LIMIT', message }
  }
  if (error instanceof RejectedError) {
    const exchangeCode = error.code
    if (isHalt(exchangeCode)) return { status: 422, code: 'SYMBOL_HALTED', message, exchangeCode }
    if (isOrderRule(exchangeCode)) return { status: 422, code: 'ORDER_REFUSED', message, exchangeCode }
    return { status: 502, code: 'EXCHANGE_ERROR', message, exchangeCode }
  }
  if (error instanceof RateLimitError) return { status: 429, code: 'RATE_LIMIT', message }
  if (error instanceof OutcomeUnknownError) return { status: 504, code: 'OUTCOME_UNKNOWN', message }
  if (error instanceof TransportError) {
    return error.status === undefined
      ? { status: 504, code: 'EXCHANGE_TIMEOUT', message }
      : { status: 502, code: 'EXCHANGE_ERROR', message }
  }
  if (error instanceof StalePriceError || error instanceof AccountNotLiveError) {
    return { status: 503, code: 'NOT_READY', message }
  }
  if (
    error instanceof TradeConflictError ||
    error instanceof PositionExistsError ||
    error instanceof IntentExistsError ||
    error instanceof TradeStateError ||
    error instanceof BreakEvenNotReachedError
  ) {
    return { status: 409, code: 'CONFLICT', message }
  }
  return { status: 502, code: 'NOT_CARRIED_OUT', message }
}
