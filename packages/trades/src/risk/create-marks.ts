import { streams } from '@aster/api'
import type { Clock } from '@aster/core'
import type { RestClient } from '@aster/rest'
import type { StreamClient } from '@aster/ws'

export interface Mark {
  /** Quote asset. */
  readonly price: number
  /** The same as the exchange wrote it. */
  readonly text: string
  /** Of the next funding: longs pay shorts when it is positive. */
  readonly fundingRate: number
  /** Since it was learned. */
  readonly ageMs: number
}

/** The mark prices of the account's symbols. */
export interface Marks {
  /** By symbol. */
  list(): ReadonlyMap<string, Mark>
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
  const marks = new Map<string, { text: string; fundingRate: number; atMs: number }>()
  const put = (symbol: string, text: string, fundingRate: string) =>
    void marks.set(symbol, { text, fundingRate: Number(fundingRate), atMs: clock.monotonicMs() })
  for (const symbol of options.symbols) {
    const subscription = options.streams.watch(
      streams.markPrice,
      { symbol, speedMs: 1_000 },
      (event) => put(symbol, event.markPrice, event.fundingRate),
      { signal },
    )
    // without the stream, prices are asked for
    subscription.ready.catch(() => undefined)
  }
  return {
    list: () =>
      new Map(
        [...marks].map(([symbol, { text, fundingRate, atMs }]) => [
          symbol,
          { price: Number(text), text, fundingRate, ageMs: clock.monotonicMs() - atMs },
        ]),
      ),
    async refresh(symbol, maxAgeMs) {
      const known = marks.get(symbol)
      if (known !== undefined && clock.monotonicMs() - known.atMs <= maxAgeMs) return
      const answer = await rest.market
        .getPremiumIndex({ symbol }, { signal, timeoutMs: answerMs })
        .catch(() => undefined)
      if (answer !== undefined) put(symbol, answer.markPrice, answer.lastFundingRate)
    },
  }
}
