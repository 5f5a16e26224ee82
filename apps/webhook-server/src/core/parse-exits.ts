import type { FieldReader } from './read-field.ts'
import { listNested } from './report-unread.ts'
import type { SignalDistance, SignalExits } from './signal.ts'

type TakeProfits = NonNullable<SignalExits['takeProfits']>

const stopNames = ['stop_loss', 'stopLoss', 'sl'] as const
const ladderNames = ['take_profits', 'takeProfits'] as const
const takeProfitNames = ['take_profit', 'takeProfit', 'tp', ...ladderNames] as const

/**
 * Stop, take-profits, trailing and break-even of a message: a bare number is a percentage, an object says which it is.
 * What is said twice, or makes no sense together, is a mistake that names both fields.
 */
export function parseExits(fields: FieldReader): SignalExits {
  const { stop, trailing } = readStop(fields)
  const takeProfits = readTakeProfits(fields)
  return {
    ...(stop === undefined ? {} : { stop }),
    ...(takeProfits.length === 0 ? {} : { takeProfits }),
    ...trailing,
    ...readBreakEven(fields),
  }
}

type Trailing = Pick<SignalExits, 'trailingPercent' | 'trailingAmount'>

function readStop(fields: FieldReader): { readonly stop: SignalDistance | undefined; readonly trailing: Trailing } {
  const value = fields.raw(...stopNames)
  const own = readTrailing(fields, ['trailing_percent', 'trailingPercent'], ['trailing_amount', 'trailingAmount'])
  const name = fields.nameOf(...stopNames) ?? 'stop_loss'
  const flat = readOne(fields, [
    ['percent', ['stop_loss_percent', 'stopLossPercent']],
    ['amount', ['stop_loss_amount', 'stopLossAmount']],
    ['price', ['stop_loss_price', 'stopLossPrice']],
  ])
  if (value === undefined) return { stop: flat, trailing: own }
  if (flat !== undefined) fields.complain(name, 'and another field both say where the stop is')
  if (!isObject(value)) return { stop: readPercent(fields, stopNames), trailing: own }
  const { stop, trailing } = readStopObject(fields.within(value, `${name}.`), name, Object.keys(own).length > 0)
  if (Object.keys(own).length > 0 && Object.keys(trailing).length > 0) {
    fields.complain(name, 'and another field both say how far the stop trails')
  }
  return { stop, trailing: { ...own, ...trailing } }
}

const stopKinds = { stop: 'stop', stop_market: 'stop', stop_limit: 'stop_limit', trailing_stop: 'trailing' } as const

function readStopObject(stop: FieldReader, name: string, trailsAlready: boolean) {
  const kind = stop.word(stopKinds, 'type')
  const distance = readOne(stop, [
    ['percent', ['percent']],
    ['amount', ['amount']],
    ['price', ['price', 'stop_price', 'stopPrice']],
  ])
  const trailing = readTrailing(stop, ['trail_percent', 'trailPercent'], ['trail_amount', 'trailAmount'])
  const trails = Object.keys(trailing).length > 0
  const limit = stop.nameOf('limit_price', 'limitPrice')
  if (limit !== undefined || kind === 'stop_limit') {
    const which = limit ?? `${name}.type`
    stop.complain(which, 'would leave the position open where the price jumps over the limit: use a stop without one')
  }
  const trailPrice = stop.nameOf('trail_price', 'trailPrice')
  if (trailPrice !== undefined) stop.complain(trailPrice, 'is not clear: say trail_amount, how far the stop trails')
  if (kind === 'stop' && trails) stop.complain(`${name}.type`, 'stop and a trailing distance contradict each other')
  if (kind === 'trailing' && !trails && !trailsAlready) {
    stop.complain(`${name}.type`, 'trailing_stop must have trail_percent or trail_amount')
  }
  listNested(stop, `${name}.`)
  const isEmpty = distance === undefined && !trails && !trailsAlready
  if (isEmpty && stop.mistakes.length === 0) stop.complain(name, 'must have a percent, an amount or a stop_price')
  return { stop: distance, trailing }
}

function readTrailing(fields: FieldReader, percents: readonly string[], amounts: readonly string[]): Trailing {
  const trailingPercent = fields.positive(...percents)
  const trailingAmount = fields.positive(...amounts)
  if (trailingPercent !== undefined && trailingAmount !== undefined) {
    fields.complain(fields.nameOf(...percents) ?? '', `and ${fields.nameOf(...amounts)} must not both be given`)
  }
  return {
    ...(trailingPercent === undefined ? {} : { trailingPercent }),
    ...(trailingAmount === undefined ? {} : { trailingAmount }),
  }
}

function readTakeProfits(fields: FieldReader): TakeProfits {
  const value = fields.raw(...takeProfitNames)
  const flat = readOne(fields, [
    ['percent', ['take_profit_percent', 'takeProfitPercent']],
    ['amount', ['take_profit_amount', 'takeProfitAmount']],
    ['price', ['take_profit_price', 'takeProfitPrice']],
  ])
  if (value === undefined) return flat === undefined ? [] : [flat]
  const name = fields.nameOf(...takeProfitNames) ?? 'take_profit'
  if (flat !== undefined) fields.complain(name, 'and another field both say where the profit is taken')
  if (!Array.isArray(value)) {
    const one = isObject(value)
      ? readLevel(fields.within(value, `${name}.`), name)
      : readPercent(fields, takeProfitNames)
    return one === undefined ? [] : [one]
  }
  return value.flatMap((level: unknown, index) => {
    const path = `${name}[${index}]`
    const body = isObject(level)
      ? level
      : Array.isArray(level)
        ? { percent: level[0] as unknown, fraction: level[1] as unknown }
        : { percent: level }
    const found = readLevel(fields.within(body, `${path}.`), path)
    return found === undefined ? [] : [found]
  })
}

function readLevel(level: FieldReader, name: string): TakeProfits[number] | undefined {
  const distance = readOne(level, [
    ['percent', ['percent']],
    ['amount', ['amount']],
    ['price', ['price', 'limit_price', 'limitPrice']],
  ])
  const fraction = level.positive('fraction', 'share')
  const profit = level.nameOf('pnl_amount', 'pnlAmount')
  if (profit !== undefined) level.complain(profit, 'is not possible: say amount, the way of the price')
  listNested(level, `${name}.`)
  if (distance === undefined) {
    if (level.mistakes.length === 0) level.complain(name, 'must have a percent, an amount or a price')
    return undefined
  }
  return fraction === undefined ? distance : { ...distance, fraction }
}

function readBreakEven(fields: FieldReader): Pick<SignalExits, 'breakEven'> {
  const atPercent = fields.positive('break_even_percent', 'breakEvenPercent')
  const names = ['break_even_after_take_profit', 'breakEvenAfterTakeProfit'] as const
  const level = fields.positive(...names)
  if (atPercent !== undefined && level !== undefined) {
    fields.complain('break_even_percent', `and ${fields.nameOf(...names)} must not both be given`)
  }
  if (atPercent !== undefined) return { breakEven: { atPercent } }
  if (level === undefined) return {}
  if (!/^[1-5]$/.test(level)) fields.complain(fields.nameOf(...names) ?? '', 'must be a level of the ladder, 1 to 5')
  return { breakEven: { afterTakeProfit: Number(level) } }
}

/** The one distance that is given; two of them contradict each other, whatever they say. */
function readOne(
  fields: FieldReader,
  kinds: readonly (readonly [kind: 'percent' | 'amount' | 'price', names: readonly string[]])[],
): SignalDistance | undefined {
  const found = kinds.flatMap(([kind, names]) => {
    const value = fields.positive(...names)
    return value === undefined ? [] : [{ name: fields.nameOf(...names) ?? kind, distance: toDistance(kind, value) }]
  })
  const [first, second] = found
  if (first !== undefined && second !== undefined) {
    fields.complain(first.name, `and ${second.name} must not both be given`)
  }
  return first?.distance
}

const toDistance = (kind: 'percent' | 'amount' | 'price', value: string): SignalDistance =>
  kind === 'percent' ? { percent: value } : kind === 'amount' ? { amount: value } : { price: value }

function readPercent(fields: FieldReader, names: readonly string[]): SignalDistance | undefined {
  const percent = fields.positive(...names)
  return percent === undefined ? undefined : { percent }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
