import { type OrderType, orderTypeRules as typeRules, orderTypes } from '@aster/core'

interface OrderFieldRule {
  readonly mandatory: readonly string[]
  readonly forbidden: readonly string[]
}

/** Parameters that belong to some types only. */
const typedNames: readonly string[] = [
  ...new Set(Object.values(typeRules).flatMap(({ mandatory, optional }) => [...mandatory, ...optional])),
]

function deriveRule(type: OrderType): OrderFieldRule {
  const { mandatory, optional } = typeRules[type]
  const taken = new Set<string>([...mandatory, ...optional])
  const closesAll = taken.has('closePosition')
  return {
    // closePosition takes the place of the quantity
    mandatory: mandatory.filter((name) => !(closesAll && name === 'quantity')),
    forbidden: typedNames.filter((name) => !taken.has(name)),
  }
}

/** Which parameters each order type needs and refuses. The exchange answers -1102 and -1106 to a breach. */
export const orderTypeRules = Object.fromEntries(orderTypes.map((type) => [type, deriveRule(type)])) as Readonly<
  Record<OrderType, OrderFieldRule>
>
