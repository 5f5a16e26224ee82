import type { Order } from '../order.ts'
import type { OrderEvent } from '../types.ts'
import type { DrivenOn } from './strategy-types.ts'
import type { StrategyLeg } from './strategy.ts'

/** Something that a leg came to, waiting until the command that caused it has done the rest of its work. */
export interface LegNews {
  readonly leg: StrategyLeg
  readonly on: DrivenOn
}

/** Remembers what an event of a leg's order means to the other legs. */
export function noteLegOrder(order: Order, leg: StrategyLeg, executionType: OrderEvent['executionType']): void {
  const { news } = order.market
  const add = (on: DrivenOn) => news.push({ leg, on })
  if (executionType === 'NEW') add(order.type === order.draft.type ? 'NEW' : 'STOPPED')
  if (executionType === 'CANCELED') add('CANCELED')
  if (executionType === 'EXPIRED') add('EXPIRED')
  if (executionType !== 'TRADE') return
  add('PARTIALLY_FILLED_OR_FILLED')
  if (order.status === 'FILLED') add('FILLED')
}
