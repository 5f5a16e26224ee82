import type { Violation } from '../errors/index.ts'
import { breakRule, type CheckedOrder, isMarketLike } from './checked-order.ts'
import { isSwitchedOn, type OrderParameterName } from './order-parameters.ts'
import { orderTypeRules, typedParameters } from './order-type-rules.ts'

const leaveOut = 'leave it out'

/** Checks that the parameters of the type are there and no others. */
export function checkParameters({ order, type }: CheckedOrder): Violation[] {
  const violations: Violation[] = []
  const report = (field: OrderParameterName, rule: string, code: number, message: string, suggestion?: string) =>
    violations.push(breakRule(order, field, rule, { message, code, suggestion }))
  const { mandatory, optional } = orderTypeRules[type]
  const closesPosition = isSwitchedOn(order.closePosition) && optional.includes('closePosition')

  for (const field of mandatory) {
    if (order[field] !== undefined) continue
    if (field === 'quantity' && closesPosition) continue
    if (field === 'price' && order.pegPriceType !== undefined) continue // the peg decides the price
    report(field, 'required', -1102, `is needed by ${type}`)
  }
  for (const field of typedParameters) {
    if (order[field] === undefined || mandatory.includes(field) || optional.includes(field)) continue
    report(field, 'forbidden', -1106, `does not belong to ${type}`, leaveOut)
  }

  if (closesPosition && order.quantity !== undefined) {
    report('quantity', 'closePosition', -4137, 'does not go with closePosition, which closes everything', leaveOut)
  }
  if (closesPosition && order.reduceOnly !== undefined) {
    report('reduceOnly', 'closePosition', -4062, 'does not go with closePosition, which implies it', leaveOut)
  }
  if (type !== 'MARKET' && isMarketLike(type) && order.timeInForce !== undefined && order.timeInForce !== 'GTC') {
    report('timeInForce', 'timeInForce', -1115, `of ${type} is GTC`, 'GTC')
  }
  if (type === 'LIMIT' && (order.pegPriceType === undefined) !== (order.pegOffset === undefined)) {
    const missing = order.pegPriceType === undefined ? 'pegPriceType' : 'pegOffset'
    report(missing, 'required', -1102, 'goes with the other half of the peg')
  }
  return violations
}
