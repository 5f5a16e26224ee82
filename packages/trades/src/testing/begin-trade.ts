import { toDecimal } from '@aster/core'
import { expect } from 'vitest'

import { createTrade } from '../trade/create-trade.ts'
import type { TradeEvent } from '../trade/trade-event.ts'
import type { TradeOptions } from '../trade/trade-options.ts'
import type { TradeResult } from '../trade/trade-result.ts'
import type { TradeState } from '../trade/trade-state.ts'
import type { Trade } from '../trade/trade.ts'
import type { Scene } from './open-scene.ts'

/** Every trade flow runs in these. */
export const tradeModes = [
  { name: 'long, one-way', side: 'BUY', hedge: false },
  { name: 'short, one-way', side: 'SELL', hedge: false },
  { name: 'long, hedge', side: 'BUY', hedge: true },
  { name: 'short, hedge', side: 'SELL', hedge: true },
] as const

export interface BegunTrade {
  readonly trade: Trade
  readonly events: readonly TradeEvent[]
  /** States that it went through. */
  readonly path: () => readonly TradeState[]
  /** Incidents that it told of. */
  readonly incidents: () => readonly string[]
}

/** Begins a trade of 0.02 BTC at the market and remembers its events. */
export function beginTrade(scene: Scene, options: Partial<TradeOptions> = {}): BegunTrade {
  const events: TradeEvent[] = []
  const trade = createTrade(scene.account, {
    symbol: 'BTCUSDT',
    side: 'BUY',
    quantity: '0.02',
    entry: 'market',
    stop: { percent: 0.5 },
    onEvent: (event) => void events.push(event),
    ...options,
  })
  return {
    trade,
    events,
    path: () => events.flatMap((event) => (event.type === 'transition' ? [event.to] : [])),
    incidents: () => events.flatMap((event) => (event.type === 'incident' ? [event.what] : [])),
  }
}

/** Nothing of ours is left, and what the trades counted is what the wallet says. */
export function expectCleanEnd(scene: Scene, ...results: readonly TradeResult[]): void {
  const { openOrders, positions, wallet } = scene.truth()
  expect({ openOrders, positions }).toEqual({ openOrders: [], positions: [] })
  const counted = results.reduce((sum, result) => sum.plus(result.realizedPnl), toDecimal(0))
  expect(toDecimal(wallet).minus(10_000).toFixed(8)).toBe(counted.toFixed(8))
  expect(results.every((result) => result.fillsComplete)).toBe(true)
}
