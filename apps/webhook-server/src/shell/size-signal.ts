import { type Decimal, floorQuantity, getOppositeSide, type Side, toDecimal } from '@aster/core'
import { type Account, type SizeOptions, sizeTrade } from '@aster/trades'

import { Refusal } from '../core/refusal.ts'
import type { SignalSize } from '../core/signal.ts'
import type { Entering, ExecutionParts } from './execute-signal.ts'
import type { StoredSignal } from './signal-store.ts'

/** How much of a position is taken off. */
export async function computeReduction(
  account: Account,
  options: {
    readonly symbol: string
    readonly held: Side
    readonly position: Decimal
    readonly size: SignalSize
  },
): Promise<Decimal> {
  const { symbol, held, position, size } = options
  if (size.unit === 'base') return toDecimal(size.value)
  if (size.unit === 'positionPercent') return position.abs().times(size.value).div(100)
  const { quantity } = await sizeTrade(account, { symbol, side: getOppositeSide(held), size: toSizeOptions(size) })
  return toDecimal(quantity)
}

/** How much is opened or added, on the step. @throws {Refusal} 422: too little for an order. */
export async function computeQuantity(
  { account, defaultStopPercent }: ExecutionParts,
  { signal: { symbol } }: StoredSignal,
  options: { readonly command: Entering; readonly side: Side; readonly position: Decimal },
): Promise<string> {
  const { command, side, position } = options
  const { size, stop = { percent: defaultStopPercent }, entry } = command
  if (size === undefined) return position.abs().toFixed()
  if (size.unit === 'positionPercent') {
    return floorQuantity(account.getRules(symbol), position.abs().times(size.value).div(100))
  }
  const entryPrice = entry.type === 'limit' ? entry.price : entry.type === 'stop' ? entry.stopPrice : undefined
  const plan = await sizeTrade(account, {
    symbol,
    side,
    size: toSizeOptions(size),
    stop,
    ...(entryPrice === undefined ? {} : { price: entryPrice }),
  })
  if (plan.quantity !== '0') return plan.quantity
  throw new Refusal(422, 'ORDER_RULE', plan.report.map(({ rule, message }) => `${rule}: ${message}`).join('; '))
}

function toSizeOptions({ unit, value }: SignalSize): SizeOptions {
  switch (unit) {
    case 'base':
      return { base: value }
    case 'quote':
      return { quote: value }
    case 'equityPercent':
      return { equityPercent: value }
    case 'risk':
      return { risk: value }
    case 'riskPercent':
      return { riskPercent: value }
    default:
      throw new Refusal(400, 'VALIDATION_ERROR', 'quantity_type percent_of_position is for exits')
  }
}
