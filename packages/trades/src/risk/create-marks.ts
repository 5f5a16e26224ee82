import { streams } from '@aster/api'
import type { Clock } from '@aster/core'
import type { RestClient } from '@aster/rest'
import type { StreamClient } from '@aster/ws'

/** The mark prices of the account's symbols. */
export interface Marks {
  /** Quote asset, with milliseconds since it was learned. */
  list(): ReadonlyMap<string, { readonly price: number; readonly ageMs: number }>
  /** Asks for a mark price that is older (weight 1). Does not fail: what stays old is refused by its age. */
  refresh(symbol: string, maxAgeMs: number): Promise<void>
}

const answerMs = 2_000

/** Follows the mark prices of some symbols. */
export function createMarks(options: {
  readonly rest: RestClient
  readonly streams: Pick<StreamClient, 'watch'>
  readonly clock: Clock
  readonly symbols: readonly string[]
  readonly signal: AbortSignal
}): Marks {
  const { rest, clock, signal } = options
  const marks = new Map<string, { price: number; atMs: number }>()
  const put = (symbol: string, price: string) =>
    void marks.set(symbol, { price: Number(price), atMs: clock.monotonicMs() })
  for (const symbol of options.symbols) {
    const subscription = options.streams.watch(
      streams.markPrice,
      { symbol, speedMs: 1_000 },
      (event) => put(symbol, event.markPrice),
      { signal },
    )
    // without the stream, prices are asked for
    subscription.ready.catch(() => undefined)
  }
  return {
    list: () =>
      new Map([...marks].map(([symbol, { price, atMs }]) => [symbol, { price, ageMs: clock.monotonicMs() - atMs }])),
    async refresh(symbol, maxAgeMs) {
      const known = marks.get(symbol)
      if (known !== undefined && clock.monotonicMs() - known.atMs <= maxAgeMs) return
      const answer = await rest.market
        .getPremiumIndex({ symbol }, { signal, timeoutMs: answerMs })
        .catch(() => undefined)
      if (answer !== undefined) put(symbol, answer.markPrice)
    },
  }
}
