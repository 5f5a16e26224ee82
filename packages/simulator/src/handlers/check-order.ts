import { parseSymbolRules, validateOrder } from '@aster/core'

import type { Engine, OrderRequest } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'

/**
 * Judges an order by its words, parameters and filters and goes no further: it never reaches the book, nor the money.
 *
 * @throws {ApiRefusal} The first broken rule.
 */
export function checkOrder(engine: Engine, order: OrderRequest): object {
  const entry = engine.getSymbol(order.symbol)
  if (entry === undefined) throw refuse(-1121)
  const lastPrice = engine.getLastPrice(order.symbol)
  const [broken] = validateOrder(parseSymbolRules(entry), order, {
    markPrice: engine.getMark(order.symbol).markPrice,
    ...(lastPrice !== undefined && { lastPrice }),
  })
  if (broken !== undefined) throw refuse(broken.code ?? -1130, broken.code === undefined ? broken.message : undefined)
  return {}
}
