import { AsterError } from '@aster/core'

import type { RiskCheck } from './risk-check.ts'

/** The risk gate refused an order; nothing was sent. Names every broken rule with its number. Ask `account.risk.explain`. */
export class RiskRefusedError extends AsterError {
  override name = 'RiskRefusedError'
  readonly symbol: string
  readonly checks: readonly RiskCheck[]
  constructor(symbol: string, checks: readonly RiskCheck[]) {
    super(`No order on ${symbol}: ${checks.map(({ rule, message }) => `${message} (${rule})`).join('; ')}`)
    this.symbol = symbol
    this.checks = checks
  }
}
