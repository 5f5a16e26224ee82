import { formatDecimal, toDecimal } from '@aster/core'

import type { FieldReader } from './read-field.ts'
import type { SignalEntry } from './signal.ts'

const typeNames = ['order_type', 'orderType', 'type'] as const
const limitNames = ['limit_price', 'limitPrice'] as const
const stopNames = ['stop_price', 'stopPrice', 'trigger_price', 'triggerPrice'] as const
const forceNames = ['time_in_force', 'timeInForce'] as const
const expiryNames = ['expires_in', 'expiresIn'] as const

const types = {
  market: 'market',
  limit: 'limit',
  bbo: 'bbo',
  stop: 'stop',
  stop_market: 'stop_market',
  stop_limit: 'stop_limit',
} as const
const forces = { gtc: 'GTC', gtx: 'GTX', post_only: 'GTX', ioc: 'IOC', fok: 'FOK' } as const
const workingTypes = {
  contract_price: 'CONTRACT_PRICE',
  last_price: 'CONTRACT_PRICE',
  mark_price: 'MARK_PRICE',
} as const

const longestRestMs = 30 * 86_400_000

/**
 * How a message wants to get in. A `price` beside MARKET is what the chart showed and says nothing; every other price has to
 * belong to the type.
 */
export function parseEntry(fields: FieldReader): SignalEntry {
  const type = fields.word(types, ...typeNames) ?? 'market'
  const maxSlippagePercent = parseSlippage(fields)
  const shown = type.toUpperCase()
  const refuse = (names: readonly string[], why: string) => {
    const name = fields.nameOf(...names)
    if (name !== undefined) fields.complain(name, `and order_type ${shown} do not go together${why}`)
  }
  const isStop = type === 'stop' || type === 'stop_market' || type === 'stop_limit'
  if (!isStop) refuse(stopNames, ': the trigger of an entry needs STOP, a stop loss is stop_loss')
  if (!isStop) refuse(['working_type', 'workingType'], '')
  if (type !== 'limit') refuse(forceNames, '')
  if (type !== 'limit' && !isStop) refuse(expiryNames, '')
  if (type === 'market' || type === 'bbo' || type === 'stop_market') refuse(limitNames, '')
  if (type !== 'market') refuse(slippageNames, '')
  if (type === 'market') return { type, ...(maxSlippagePercent === undefined ? {} : { maxSlippagePercent }) }
  if (type === 'bbo') return { type }
  const expiresInMs = parseExpiry(fields)
  const expiry = expiresInMs === undefined ? {} : { expiresInMs }
  if (type === 'limit') return { type, ...parseLimit(fields, expiresInMs), ...expiry }
  return { ...parseStop(fields, type), ...expiry }
}

function parseLimit(fields: FieldReader, expiresInMs: number | undefined) {
  const price = fields.positive('price', ...limitNames)
  if (price === undefined && !fields.has('price', ...limitNames)) {
    fields.complain('price', 'is required for a LIMIT order')
  }
  const timeInForce = fields.word(forces, ...forceNames)
  if (expiresInMs !== undefined && (timeInForce === 'IOC' || timeInForce === 'FOK')) {
    fields.complain(
      fields.nameOf(...forceNames) ?? '',
      `${timeInForce} and ${fields.nameOf(...expiryNames)} contradict each other`,
    )
  }
  return { price: price ?? '0', ...(timeInForce === undefined ? {} : { timeInForce }) }
}

/** STOP is with a limit where a limit is given, and at the market otherwise: exchanges and charts differ over the word. */
function parseStop(fields: FieldReader, type: 'stop' | 'stop_market' | 'stop_limit'): SignalEntry {
  const stopPrice = fields.positive(...stopNames)
  if (stopPrice === undefined && !fields.has(...stopNames)) {
    fields.complain('stop_price', `is required for a ${type.toUpperCase()} order`)
  }
  const limits = type === 'stop_limit' ? ['price', ...limitNames] : limitNames
  const limitPrice = type === 'stop_market' ? undefined : fields.positive(...limits)
  if (type === 'stop_limit' && limitPrice === undefined && !fields.has(...limits)) {
    fields.complain('limit_price', 'is required for a STOP_LIMIT order')
  }
  const workingType = fields.word(workingTypes, 'working_type', 'workingType')
  return {
    type: 'stop',
    stopPrice: stopPrice ?? '0',
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(workingType === undefined ? {} : { workingType }),
  }
}

const slippageNames = ['max_slippage_percent', 'maxSlippagePercent', 'max_slippage_bps', 'maxSlippageBps'] as const

/** How far beyond the best price an order may pay: percent, or hundredths of it (bps). */
export function parseSlippage(fields: FieldReader): string | undefined {
  const percent = fields.positive('max_slippage_percent', 'maxSlippagePercent')
  const bps = fields.positive('max_slippage_bps', 'maxSlippageBps')
  if (percent !== undefined && bps !== undefined) {
    fields.complain('max_slippage_percent', 'and max_slippage_bps must not both be given')
  }
  const found = percent ?? (bps === undefined ? undefined : formatDecimal(toDecimal(bps).div(100)))
  if (found !== undefined && toDecimal(found).gte(100)) {
    fields.complain(fields.nameOf(...slippageNames) ?? '', 'must be below 100 percent')
  }
  return found
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Seconds, or a number with s, m, h or d behind it. */
function parseExpiry(fields: FieldReader): number | undefined {
  const text = fields.text(...expiryNames)
  if (text === undefined) return undefined
  const [, amount = '', unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(text) ?? []
  const ms = Number(amount) * (units[unit] ?? 0)
  if (amount !== '' && ms > 0 && ms <= longestRestMs) return ms
  fields.complain(fields.nameOf(...expiryNames) ?? '', 'must be seconds, or like 90s, 15m, 4h, 1d, up to 30d')
  return undefined
}
