import { type DepthLevel, streams } from '@aster/api'
import type { StreamClient } from '@aster/ws'

/** The best levels of a book, best first. */
export interface DepthTop {
  readonly bids: readonly DepthLevel[]
  readonly asks: readonly DepthLevel[]
}

/** Follows the best ten levels of some symbols, twice a second. For people to look at: no order is decided by it. */
export function watchDepth(
  client: Pick<StreamClient, 'watch'>,
  symbols: readonly string[],
): { readonly get: (symbol: string) => DepthTop | undefined; readonly stop: () => void } {
  const life = new AbortController()
  const tops = new Map<string, DepthTop>()
  for (const symbol of symbols) {
    const subscription = client.watch(
      streams.partialDepth,
      { symbol, levels: 10, speedMs: 500 },
      ({ bids, asks }) => void tops.set(symbol, { bids, asks }),
      { signal: life.signal },
    )
    // without it the best prices are shown alone
    subscription.ready.catch(() => undefined)
  }
  return { get: (symbol) => tops.get(symbol), stop: () => life.abort() }
}
