import { getOppositeSide, type Side } from '@aster/core'

import { parseEntry } from './parse-entry.ts'
import { parseExits } from './parse-exits.ts'
import { hasSize, parseSize } from './parse-size.ts'
import type { FieldReader } from './read-field.ts'
import type { SignalCommand } from './signal.ts'

type ActionWord =
  | { readonly kind: Exclude<SignalCommand['kind'], 'target' | 'enter'> }
  | { readonly kind: 'enter'; readonly side: Side }

/** Words of alerts, the original's and TradersPost's, with the side that they imply. */
const actionWords: Readonly<Record<string, ActionWord>> = {
  open: { kind: 'open' },
  increase: { kind: 'increase' },
  add: { kind: 'increase' },
  decrease: { kind: 'decrease' },
  reduce: { kind: 'decrease' },
  close: { kind: 'close' },
  exit: { kind: 'close' },
  flat: { kind: 'close' },
  reverse: { kind: 'reverse' },
  cancel: { kind: 'cancel' },
  breakeven: { kind: 'breakeven' },
  break_even: { kind: 'breakeven' },
  buy: { kind: 'enter', side: 'BUY' },
  long: { kind: 'enter', side: 'BUY' },
  sell: { kind: 'enter', side: 'SELL' },
  short: { kind: 'enter', side: 'SELL' },
}

/** Where the strategy stands after its order. */
const sentimentWords: Readonly<Record<string, Side | 'flat'>> = {
  bullish: 'BUY',
  long: 'BUY',
  bearish: 'SELL',
  short: 'SELL',
  flat: 'flat',
}

/** Actions after which there is a position. */
const cannotEndFlat: ReadonlySet<string> = new Set(['open', 'increase', 'reverse', 'breakeven'])

const sideWords: Readonly<Record<string, Side>> = { buy: 'BUY', long: 'BUY', sell: 'SELL', short: 'SELL' }

/** What a message wants done, by its action and the fields that belong to it. Undefined where that is a mistake. */
export function parseCommand(fields: FieldReader): SignalCommand | undefined {
  const action = fields.word(actionWords, 'action')
  const sentiment = fields.word(sentimentWords, 'sentiment')
  if (action === undefined) {
    if (fields.has('action')) return undefined
    if (fields.flag('cancel') === true) return { kind: 'cancel' }
    fields.complain('action', 'is required')
    return undefined
  }
  const { kind } = action
  if (sentiment === 'flat' && cannotEndFlat.has(kind)) {
    fields.complain('sentiment', `flat and action ${kind} contradict each other`)
  }
  if (kind === 'cancel' || kind === 'breakeven') return { kind }
  if (kind === 'close') return parseClose(fields, sentiment)
  if (kind === 'decrease') return parseDecrease(fields, { clamp: fields.flag('clamp') === true })
  const meant = sentiment === 'flat' ? undefined : sentiment
  if (kind !== 'enter') return parseEntering(fields, kind, parseSide(fields, meant))
  if (sentiment === 'flat') return { kind: 'close' }
  const { side } = action
  const onlyReduces = fields.flag('reduce_only', 'reduceOnly') === true
  if (onlyReduces && meant !== undefined && meant === side) {
    fields.complain('sentiment', `and ${fields.nameOf('reduce_only', 'reduceOnly')} contradict each other`)
  }
  // what was sold while the strategy stays long takes a part of a long position
  if (onlyReduces || (meant !== undefined && meant !== side)) {
    return parseDecrease(fields, { clamp: true, held: getOppositeSide(side) })
  }
  return parseEntering(fields, kind, side)
}

function parseEntering(
  fields: FieldReader,
  kind: Extract<SignalCommand, { readonly entry: unknown }>['kind'],
  side: Side | undefined,
): SignalCommand {
  const size = parseSize(fields)
  if (side === undefined && kind === 'open') fields.complain('side', 'is required: BUY or SELL')
  if (size === undefined && kind !== 'reverse') fields.complain('quantity', 'is required')
  if (size?.unit === 'positionPercent' && kind !== 'increase') {
    fields.complain('quantity_type', 'percent_of_position is for exits and for adding')
  }
  const onlyReduces = fields.nameOf('reduce_only', 'reduceOnly')
  if (onlyReduces !== undefined && fields.flag('reduce_only', 'reduceOnly') === true) {
    fields.complain(onlyReduces, `and action ${kind} contradict each other`)
  }
  const leverage = fields.positive('leverage')
  if (leverage !== undefined && !(Number.isInteger(Number(leverage)) && Number(leverage) <= 125)) {
    fields.complain('leverage', 'must be a whole number from 1 to 125')
  }
  const entry = parseEntry(fields)
  if (kind === 'reverse' && entry.type === 'stop') {
    fields.complain('order_type', 'STOP and action reverse do not go together: reverse closes at once')
  }
  const cancelFirst = fields.flag('cancel')
  return {
    kind,
    side,
    size,
    entry,
    ...parseExits(fields),
    ...(leverage === undefined ? {} : { leverage: Number(leverage) }),
    ...(cancelFirst === true ? { cancelFirst } : {}),
  }
}

/**
 * An exit with a size is a decrease, and never more than is open. The original's `close` is always whole: its size says
 * nothing, unless it is a share of the position.
 */
function parseClose(fields: FieldReader, sentiment: Side | 'flat' | undefined): SignalCommand | undefined {
  if (fields.flag('cancel') === false) fields.complain('cancel', 'false is not possible: an exit cancels what rests')
  const isWhole = fields.text('action')?.toLowerCase() !== 'exit'
  const share = fields.has('position_percent', 'positionPercent') || isShare(fields)
  if (!share && (isWhole || !hasSize(fields))) {
    if (sentiment !== undefined && sentiment !== 'flat') {
      fields.complain('sentiment', 'says that a position stays, and action closes all of it')
    }
    return { kind: 'close' }
  }
  const part = parseDecrease(fields, { clamp: true })
  if (part?.size.unit !== 'positionPercent' || Number(part.size.value) < 100) return part
  if (Number(part.size.value) > 100) fields.complain('quantity', 'must be at most 100')
  return { kind: 'close' }
}

const isShare = (fields: FieldReader) =>
  fields.text('quantity_type', 'quantityType')?.toLowerCase() === 'percent_of_position'

function parseDecrease(fields: FieldReader, options: { readonly clamp: boolean; readonly held?: Side }) {
  const size = parseSize(fields)
  if (size === undefined) fields.complain('quantity', 'is required')
  if (size?.unit === 'risk' || size?.unit === 'riskPercent') {
    fields.complain('quantity', 'as a risk says nothing where a position is made smaller')
  }
  return size === undefined ? undefined : { kind: 'decrease' as const, size, ...options }
}

function parseSide(fields: FieldReader, meant: Side | undefined): Side | undefined {
  const side = fields.word(sideWords, 'side')
  if (side !== undefined && meant !== undefined && side !== meant) {
    fields.complain('side', 'and sentiment contradict each other')
  }
  return side ?? meant
}
