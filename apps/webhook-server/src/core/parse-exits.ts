import { createFieldReader, type FieldReader } from './read-field.ts'
import type { SignalDistance, SignalExits } from './signal.ts'

const prices = ['price', 'stop_price', 'stopPrice', 'limit_price', 'limitPrice'] as const

/** Stop, take-profits, trailing and break-even of a message: a bare number is a percentage, an object says which it is. */
export function parseExits(fields: FieldReader): SignalExits {
  const stopNames = ['stop_loss', 'stopLoss', 'sl']
  const stopValue = fields.raw(...stopNames)
  const stopFields = isObject(stopValue) ? createFieldReader(stopValue, 'stop_loss.', fields.mistakes) : undefined
  const trailingPercent =
    fields.positive('trailing_percent', 'trailingPercent') ?? stopFields?.positive('trail_percent', 'trailPercent')
  const stop =
    stopValue === undefined
      ? readPrice(fields, 'stop_loss_price', 'stop_price')
      : stopFields === undefined
        ? readPercent(fields, ...stopNames)
        : readDistance(stopFields, trailingPercent === undefined)
  const takeProfits = readTakeProfits(fields)
  const breakEvenAt = fields.positive('break_even_percent', 'breakEvenPercent')
  const afterLevel = fields.positive('break_even_after_take_profit')
  return {
    ...(stop === undefined ? {} : { stop }),
    ...(takeProfits.length === 0 ? {} : { takeProfits }),
    ...(trailingPercent === undefined ? {} : { trailingPercent }),
    ...(breakEvenAt !== undefined
      ? { breakEven: { atPercent: breakEvenAt } }
      : afterLevel === undefined
        ? {}
        : { breakEven: { afterTakeProfit: Number(afterLevel) } }),
  }
}

function readTakeProfits(fields: FieldReader): NonNullable<SignalExits['takeProfits']> {
  const names = ['take_profit', 'takeProfit', 'tp', 'take_profits', 'takeProfits']
  const value = fields.raw(...names)
  if (value === undefined) {
    const price = readPrice(fields, 'take_profit_price')
    return price === undefined ? [] : [price]
  }
  if (!Array.isArray(value)) {
    const one = isObject(value)
      ? readDistance(createFieldReader(value, 'take_profit.', fields.mistakes), true)
      : readPercent(fields, ...names)
    return one === undefined ? [] : [one]
  }
  return value.flatMap((level: unknown, index) => {
    const path = `take_profits[${index}].`
    const body = isObject(level)
      ? level
      : Array.isArray(level)
        ? { percent: level[0] as unknown, fraction: level[1] as unknown }
        : { percent: level }
    const reader = createFieldReader(body, path, fields.mistakes)
    const distance = readDistance(reader, true)
    const fraction = reader.positive('fraction', 'share')
    return distance === undefined ? [] : [fraction === undefined ? distance : { ...distance, fraction }]
  })
}

function readDistance(fields: FieldReader, isNeeded: boolean): SignalDistance | undefined {
  const price = readPrice(fields, ...prices)
  if (price !== undefined) return price
  const percent = readPercent(fields, 'percent')
  if (percent === undefined && isNeeded && fields.mistakes.length === 0) {
    fields.complain('take_profit or stop_loss', 'must have a percent or a price')
  }
  return percent
}

function readPrice(fields: FieldReader, ...names: readonly string[]): SignalDistance | undefined {
  const price = fields.positive(...names)
  return price === undefined ? undefined : { price }
}

function readPercent(fields: FieldReader, ...names: readonly string[]): SignalDistance | undefined {
  const percent = fields.positive(...names)
  return percent === undefined ? undefined : { percent }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
