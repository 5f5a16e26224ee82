import { type Random, createSeededRandom } from '@aster/core'

import type { OrderWish } from '../foreign-trader.ts'

/** An order of a script, with the id by which both clients name it. */
export interface ScriptOrder extends Omit<OrderWish, 'closePosition'> {
  readonly newClientOrderId: string
}

export type ScriptStep =
  | { readonly kind: 'place'; readonly order: ScriptOrder }
  | { readonly kind: 'batch'; readonly orders: readonly ScriptOrder[] }
  | { readonly kind: 'cancel'; readonly newClientOrderId: string }
  | { readonly kind: 'cancelAll' }
  | { readonly kind: 'leverage'; readonly leverage: number }

const timesInForce = ['GTC', 'GTC', 'GTC', 'GTX', 'IOC', 'FOK'] as const
const stepsPerScript = 12

/** A random order script for the quiet market around 96,000: some orders rest, some take, some are refused. */
export function drawScript(seed: number): readonly ScriptStep[] {
  const random = createSeededRandom(`agree/${seed}`)
  const placed: string[] = []
  const drawOrder = (): ScriptOrder => {
    const newClientOrderId = `script-${seed}-${placed.length + 1}`
    placed.push(newClientOrderId)
    return { newClientOrderId, ...drawWish(random) }
  }
  return Array.from({ length: stepsPerScript }, (): ScriptStep => {
    const dice = random.nextInt(100)
    if (dice < 60 || placed.length === 0) return { kind: 'place', order: drawOrder() }
    if (dice < 72) return { kind: 'batch', orders: Array.from({ length: 1 + random.nextInt(5) }, drawOrder) }
    if (dice < 90) return { kind: 'cancel', newClientOrderId: placed[random.nextInt(placed.length)] ?? '' }
    if (dice < 94) return { kind: 'cancelAll' }
    return { kind: 'leverage', leverage: 1 + random.nextInt(30) }
  })
}

function drawWish(random: Random): OrderWish {
  const side = random.nextInt(2) === 0 ? 'BUY' : 'SELL'
  const quantity = ((1 + random.nextInt(60)) / 1000).toFixed(3)
  const price = ((957_000 + random.nextInt(6_000)) / 10).toFixed(1)
  const reduceOnly = random.nextInt(6) === 0
  const dice = random.nextInt(10)
  if (dice < 6) {
    const timeInForce = timesInForce[random.nextInt(timesInForce.length)] ?? 'GTC'
    return { side, type: 'LIMIT', quantity, price, timeInForce, ...(reduceOnly && { reduceOnly }) }
  }
  if (dice < 8) return { side, type: 'MARKET', quantity, ...(reduceOnly && { reduceOnly }) }
  const type = ['STOP_MARKET', 'TAKE_PROFIT_MARKET', 'STOP', 'TAKE_PROFIT'][random.nextInt(4)] ?? 'STOP_MARKET'
  const stopPrice = ((950_000 + random.nextInt(20_000)) / 10).toFixed(1)
  return type.endsWith('MARKET') ? { side, type, quantity, stopPrice } : { side, type, quantity, stopPrice, price }
}
