import { normalizeSymbol, ParameterError } from '@aster/core'

import { parseAccounts } from './parse-accounts.ts'
import { parseAlertTime } from './parse-alert-time.ts'
import type { FieldReader } from './read-field.ts'
import type { ParsedSignal } from './signal.ts'

/** What every message has, whatever it wants. */
export function parseCommon(fields: FieldReader): Omit<ParsedSignal, 'command'> {
  const symbol = parseSymbol(fields)
  // `time` beside it is that of the bar, which is older than the alert
  const time = fields.text('timenow') ?? fields.text('timestamp', 'time')
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

/** One symbol, under whichever name and in whichever form; two that differ are a mistake. */
function parseSymbol(fields: FieldReader): string {
  const given = (['symbol', 'ticker'] as const).flatMap((name) => {
    const text = fields.text(name)
    return text === undefined ? [] : [{ name, symbol: normalize(fields, name, text) }]
  })
  const [first, second] = given
  if (first === undefined) {
    if (!fields.has('symbol') && !fields.has('ticker')) fields.complain('symbol', 'is required')
    return ''
  }
  if (second !== undefined && second.symbol !== first.symbol) {
    fields.complain('symbol', 'and ticker mean the same and say different things')
  }
  return first.symbol
}

function normalize(fields: FieldReader, name: string, text: string): string {
  try {
    const symbol = normalizeSymbol(text)
    if (symbol.length <= 30) return symbol
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
  }
  fields.complain(name, 'is no name of a symbol')
  return ''
}

function parsePositionSide(fields: FieldReader): Pick<ParsedSignal, 'positionSide'> {
  const word = fields.text('position_side', 'positionSide')?.toUpperCase()
  if (word === undefined || word === 'BOTH') return {}
  if (word === 'LONG' || word === 'SHORT') return { positionSide: word }
  fields.complain('position_side', 'must be LONG, SHORT or BOTH')
  return {}
}
