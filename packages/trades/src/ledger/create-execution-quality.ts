import { type Clock, getSideSign, type Side, type Timer } from '@aster/core'

import type { Fill } from '../fills/fill.ts'

/** When after an execution the market is looked at again. */
export const markoutsAfterMs = [1_000, 10_000, 60_000] as const

/** How well one strategy's orders on one symbol were executed. Basis points of the price, weighted by notional. */
export interface ExecutionQuality {
  readonly strategy: string
  readonly symbol: string
  readonly fills: number
  /** Paid against the middle at the moment of the order's intent; positive is a cost. */
  readonly slippageBps: number | undefined
  /** Won against the middle so long after the execution, by milliseconds; negative when the market ran against it. */
  readonly markoutBps: Readonly<Record<number, number>>
}

interface Mean {
  sum: number
  weight: number
}

/** Measures executions against the market before and after. Statistics in doubles; no order is made from them. */
export interface ExecutionWatch {
  /** An order is about to be sent. */
  onIntent(clientOrderId: string, symbol: string): void
  onFill(clientOrderId: string, strategy: string, fill: Fill): void
  /** An order is over: what was kept about it can go. */
  onOver(clientOrderId: string): void
  read(): readonly ExecutionQuality[]
  close(): void
}

/** @param middleOf - The middle of the best prices; undefined when there is none young enough. */
export function createExecutionWatch(clock: Clock, middleOf: (symbol: string) => number | undefined): ExecutionWatch {
  const arrivals = new Map<string, number>()
  const timers = new Set<Timer>()
  const stats = new Map<
    string,
    { strategy: string; symbol: string; fills: number; slippage: Mean; markouts: Map<number, Mean> }
  >()
  const find = (strategy: string, symbol: string) => {
    const key = `${strategy}|${symbol}`
    const known = stats.get(key) ?? {
      strategy,
      symbol,
      fills: 0,
      slippage: { sum: 0, weight: 0 },
      markouts: new Map(markoutsAfterMs.map((ms) => [ms, { sum: 0, weight: 0 }])),
    }
    stats.set(key, known)
    return known
  }
  const add = (mean: Mean | undefined, bps: number, weight: number) => {
    if (mean === undefined) return
    mean.sum += bps * weight
    mean.weight += weight
  }
  return {
    onIntent(clientOrderId, symbol) {
      const middle = middleOf(symbol)
      if (middle !== undefined) arrivals.set(clientOrderId, middle)
    },
    onFill(clientOrderId, strategy, { symbol, side, price, quantity }) {
      const line = find(strategy, symbol)
      const paid = Number(price)
      const sign = getSideSign(side as Side)
      const notional = paid * Number(quantity)
      line.fills += 1
      const arrival = arrivals.get(clientOrderId)
      if (arrival !== undefined) add(line.slippage, ((paid - arrival) / arrival) * sign * 10_000, notional)
      for (const afterMs of markoutsAfterMs) {
        const timer = clock.schedule(afterMs, () => {
          timers.delete(timer)
          const middle = middleOf(symbol)
          if (middle !== undefined) add(line.markouts.get(afterMs), ((middle - paid) / paid) * sign * 10_000, notional)
        })
        timers.add(timer)
      }
    },
    onOver: (clientOrderId) => void arrivals.delete(clientOrderId),
    read: () =>
      [...stats.values()].map(({ strategy, symbol, fills, slippage, markouts }) => ({
        strategy,
        symbol,
        fills,
        slippageBps: slippage.weight === 0 ? undefined : slippage.sum / slippage.weight,
        markoutBps: Object.fromEntries(
          [...markouts].flatMap(([ms, { sum, weight }]) => (weight === 0 ? [] : [[ms, sum / weight]])),
        ),
      })),
    close() {
      for (const timer of timers) timer.cancel()
      timers.clear()
    },
  }
}
