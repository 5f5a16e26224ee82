import { type Money, parseMoney } from '../engine/money.ts'
import { refuse } from '../http/api-refusal.ts'
import { type Params, readDecimal } from '../http/read-params.ts'

/** Reads a positive amount in 1e-8. */
export function readAmount(params: Params, name = 'amount'): Money {
  const amount = parseMoney(readDecimal(params, name))
  if (amount === undefined || amount <= 0n) throw refuse(-1130, `Data sent for parameter '${name}' is not valid.`)
  return amount
}
