import { type DecimalInput, formatDecimal, type Side, toDecimal } from '@aster/core'

import type { SizeOptions, SizePlan } from '../sizing/plan-size.ts'
import { sizeTrade } from '../sizing/size-trade.ts'
import type { StopOptions } from '../trade/trade-options.ts'
import type { PoolMember } from './run-on-accounts.ts'

/** A size that every account takes its share of. */
export interface ShareRequest {
  readonly symbol: string
  readonly side: Side
  readonly size: SizeOptions
  /** Needed where the size is a risk. */
  readonly stop?: StopOptions | undefined
}

/** What one account's share comes to, and what rounding and limits left out of it. */
export interface AccountShare extends SizePlan {
  readonly id: string
  /** Why nothing can be ordered; undefined when something can. */
  readonly skipped: string | undefined
}

/** Sizes one account's share: what is asked for, times the account's multiplier, on its own equity. Sends no order. */
export async function sizeShare(
  { id, account }: PoolMember,
  { symbol, side, size, stop }: ShareRequest,
  multiplier: DecimalInput,
): Promise<AccountShare> {
  const plan = await sizeTrade(account, {
    symbol,
    side,
    size: scaleSize(size, multiplier),
    ...(stop === undefined ? {} : { stop }),
  })
  const isNothing = toDecimal(plan.quantity).isZero()
  return { id, ...plan, skipped: isNothing ? (plan.report.at(-1)?.message ?? 'it comes to nothing') : undefined }
}

/** The same kind of size, so many times as large. */
function scaleSize(size: SizeOptions, multiplier: DecimalInput): SizeOptions {
  const times = (value: DecimalInput) => formatDecimal(toDecimal(value).times(toDecimal(multiplier)))
  if ('base' in size) return { base: times(size.base) }
  if ('quote' in size) return { quote: times(size.quote) }
  if ('equityPercent' in size) return { ...size, equityPercent: times(size.equityPercent) }
  return 'risk' in size ? { risk: times(size.risk) } : { riskPercent: times(size.riskPercent) }
}
