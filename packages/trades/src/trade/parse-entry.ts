import { formatDecimal, toDecimal } from '@aster/core'

import type { AfterRestart, DecimalInput, EntryOptions } from './trade-options.ts'
import type { EntryPlan } from './trade-plan.ts'

type Complain = (field: string, rule: string, value: unknown, message: string) => void

/** Checks how a trade is to be entered and completes it; what does not fit is told to `complain`. */
export function parseEntry(input: EntryOptions, complain: Complain): EntryPlan {
  if (input === 'market') return { type: 'market' }
  const entry: Exclude<EntryOptions, string> = input === 'bbo' ? { type: 'bbo' } : input
  const readPrice = (field: string, value: DecimalInput): string => {
    const price = toDecimal(value)
    if (price.lte(0)) complain(field, 'positive', value, 'must be above zero')
    return formatDecimal(price)
  }
  if (entry.type === 'market') return parseMarket(entry.maxSlippagePercent, complain)
  if (entry.type === 'bbo') return parseBbo(entry, complain)
  const { timeoutMs, afterRestart } = entry
  if (!(timeoutMs > 0)) complain('entry.timeoutMs', 'positive', timeoutMs, 'must be above 0 ms')
  const restart: { afterRestart?: AfterRestart } = afterRestart === undefined ? {} : { afterRestart }
  if (entry.type === 'limit') {
    const { timeInForce = 'GTC' } = entry
    return { type: 'limit', price: readPrice('entry.price', entry.price), timeInForce, timeoutMs, ...restart }
  }
  return {
    type: 'stop',
    stopPrice: readPrice('entry.stopPrice', entry.stopPrice),
    limitPrice: entry.limitPrice === undefined ? undefined : readPrice('entry.limitPrice', entry.limitPrice),
    workingType: entry.workingType ?? 'CONTRACT_PRICE',
    timeoutMs,
    ...restart,
  }
}

/** Prices at which an entry may fill, as far as it names them; a stop without a limit fills at about its trigger. */
export function listEntryPrices(entry: EntryPlan): readonly string[] {
  if (entry.type === 'limit') return [entry.price]
  if (entry.type !== 'stop') return []
  return entry.limitPrice === undefined ? [entry.stopPrice] : [entry.stopPrice, entry.limitPrice]
}

function parseMarket(maxSlippagePercent: DecimalInput | undefined, complain: Complain): EntryPlan {
  if (maxSlippagePercent === undefined) return { type: 'market' }
  const percent = toDecimal(maxSlippagePercent)
  if (percent.lte(0) || percent.gte(100)) {
    complain('entry.maxSlippagePercent', 'range', maxSlippagePercent, 'must be above 0 and below 100 percent')
  }
  return { type: 'market', maxSlippagePercent: formatDecimal(percent) }
}

function parseBbo(entry: Extract<EntryOptions, { type: 'bbo' }>, complain: Complain): EntryPlan {
  const plan = {
    type: 'bbo' as const,
    ticksDistance: entry.ticksDistance ?? 0,
    maxRetries: entry.maxRetries ?? 2,
    fillTimeoutMs: entry.fillTimeoutMs ?? 1_000,
    maxChasePercent: entry.maxChasePercent ?? 0.1,
    deadlineMs: entry.deadlineMs ?? 60_000,
    finalAction: entry.finalAction ?? ('cancel' as const),
  }
  for (const name of ['ticksDistance', 'maxRetries'] as const) {
    if (!Number.isInteger(plan[name]) || plan[name] < 0) {
      complain(`entry.${name}`, 'wholeFromZero', plan[name], 'must be a whole number from 0')
    }
  }
  for (const name of ['fillTimeoutMs', 'maxChasePercent', 'deadlineMs'] as const) {
    if (!(plan[name] > 0)) complain(`entry.${name}`, 'positive', plan[name], 'must be above 0')
  }
  return plan
}
