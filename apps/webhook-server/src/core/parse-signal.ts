import { normalizeSymbol, ParameterError, type Side } from '@aster/core'

import { parseAccounts } from './parse-accounts.ts'
import { parseAlertTime } from './parse-alert-time.ts'
import type { Body } from './parse-body.ts'
import { parseExits } from './parse-exits.ts'
import { parseSize } from './parse-size.ts'
import { createFieldReader, type FieldReader } from './read-field.ts'
import { refuseFields } from './refusal.ts'
import type { ParsedSignal, SignalCommand, SignalEntry } from './signal.ts'

type Action = Exclude<SignalCommand['kind'], 'target'>

/** Words of alerts, the original's and TradersPost's, with the side that they imply. */
const actionWords: Readonly<Record<string, { readonly kind: Action; readonly side?: Side }>> = {
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
  buy: { kind: 'enter', side: 'BUY' },
  long: { kind: 'enter', side: 'BUY' },
  sell: { kind: 'enter', side: 'SELL' },
  short: { kind: 'enter', side: 'SELL' },
}

const sideWords: Readonly<Record<string, Side>> = { buy: 'BUY', long: 'BUY', sell: 'SELL', short: 'SELL' }

/**
 * Understands the message of an alert that names an action.
 *
 * @throws {Refusal} 400, naming each field that does not fit and its rule.
 */
export function parseSignal(body: Body): ParsedSignal {
  const fields = createFieldReader(body)
  refusePlaceholders(body, '', fields)
  const common = parseCommon(fields)
  const command = parseCommand(fields)
  if (fields.mistakes.length > 0 || command === undefined) throw refuseFields(...fields.mistakes)
  return { ...common, command }
}

/** What every message has, whatever it wants. */
export function parseCommon(fields: FieldReader): Omit<ParsedSignal, 'command'> {
  const name = fields.text('symbol', 'ticker')
  if (name === undefined) fields.complain('symbol', 'is required')
  let symbol = ''
  try {
    if (name !== undefined) symbol = normalizeSymbol(name)
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    fields.complain('symbol', 'is no name of a symbol')
  }
  const time = fields.text('timestamp', 'time', 'timenow')
  const alertMs = time === undefined ? undefined : parseAlertTime(time)
  if (time !== undefined && alertMs === undefined) fields.complain('time', 'must be ISO 8601 or milliseconds')
  return {
    symbol,
    strategy: fields.text('strategy', 'strategy_id', 'strategyId') ?? 'default',
    externalId: fields.text('id', 'alert_id', 'alertId', 'signal_id'),
    alertMs,
    ...parsePositionSide(fields),
    ...parseAccounts(fields),
  }
}

function parsePositionSide(fields: FieldReader): Pick<ParsedSignal, 'positionSide'> {
  const word = fields.text('position_side', 'positionSide')?.toUpperCase()
  if (word === undefined || word === 'BOTH') return {}
  if (word === 'LONG' || word === 'SHORT') return { positionSide: word }
  fields.complain('position_side', 'must be LONG, SHORT or BOTH')
  return {}
}

/** A placeholder that the sender did not fill in makes the whole message doubtful. */
export function refusePlaceholders(value: unknown, path: string, fields: FieldReader): void {
  if (typeof value === 'string' && value.includes('{{')) {
    fields.complain(path, 'is a placeholder that was not replaced')
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    refusePlaceholders(inner, path === '' ? name : `${path}.${name}`, fields)
  }
}

function parseCommand(fields: FieldReader): SignalCommand | undefined {
  const word = fields.text('action')?.toLowerCase()
  const action = word === undefined ? undefined : actionWords[word]
  if (action === undefined) {
    const rule = word === undefined ? 'is required' : `must be one of ${Object.keys(actionWords).join(', ')}`
    fields.complain('action', rule)
    return undefined
  }
  if (fields.text('sentiment')?.toLowerCase() === 'flat') return { kind: 'close' }
  const { kind } = action
  const size = parseSize(fields)
  if (kind === 'cancel') return { kind }
  if (kind === 'close') return parseClose(fields, size)
  const side = action.side ?? parseSide(fields)
  if (kind === 'decrease') {
    if (size === undefined) fields.complain('quantity', 'is required')
    return size === undefined ? undefined : { kind, size, clamp: fields.raw('clamp') === true }
  }
  if (side === undefined && kind === 'open') fields.complain('side', 'is required: BUY or SELL')
  if (size === undefined && kind !== 'reverse') fields.complain('quantity', 'is required')
  if (size?.unit === 'positionPercent') fields.complain('quantity_type', 'percent_of_position is for exits')
  const leverage = fields.positive('leverage')
  if (leverage !== undefined && !(Number.isInteger(Number(leverage)) && Number(leverage) <= 125)) {
    fields.complain('leverage', 'must be a whole number from 1 to 125')
  }
  return {
    kind,
    side,
    size,
    entry: parseEntry(fields),
    ...parseExits(fields),
    ...(leverage === undefined ? {} : { leverage: Number(leverage) }),
  }
}

/** An exit with a size is a decrease, and never more than is open. */
function parseClose(fields: FieldReader, size: ReturnType<typeof parseSize>): SignalCommand {
  if (size?.unit === 'positionPercent' && Number(size.value) > 100) fields.complain('quantity', 'must be at most 100')
  const isPart = size?.unit === 'positionPercent' && Number(size.value) < 100
  return isPart ? { kind: 'decrease', size, clamp: true } : { kind: 'close' }
}

function parseSide(fields: FieldReader): Side | undefined {
  const word = fields.text('side')?.toLowerCase()
  const side = word === undefined ? undefined : sideWords[word]
  if (word !== undefined && side === undefined) fields.complain('side', 'must be BUY or SELL')
  return side
}

function parseEntry(fields: FieldReader): SignalEntry {
  const type = fields.text('order_type', 'orderType', 'type')?.toLowerCase() ?? 'market'
  const price = fields.positive('price', 'limit_price', 'limitPrice')
  if (type === 'market' || type === 'bbo') return { type }
  if (type !== 'limit') fields.complain('order_type', 'must be MARKET, LIMIT or BBO')
  else if (price === undefined) fields.complain('price', 'is required for a LIMIT order')
  return { type: 'limit', price: price ?? '0' }
}
