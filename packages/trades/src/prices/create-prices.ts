import { streams } from '@aster/api'
import type { Clock } from '@aster/core'
import type { RestClient } from '@aster/rest'
import type { StreamClient } from '@aster/ws'

import { StalePriceError } from './stale-price-error.ts'
import type { Touch } from './touch.ts'

export interface ReadPriceOptions {
  /** The account's limit by default. */
  readonly maxAgeMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** The best prices of the account's symbols, each with its age. */
export interface Prices {
  /** What is known, however old. */
  get(symbol: string): Touch | undefined
  /** Milliseconds since it was learned; undefined before the first. */
  ageMs(symbol: string): number | undefined
  /**
   * Best prices that are young enough: from the stream, or asked for (weight 1), because a quiet book sends nothing.
   *
   * @throws {StalePriceError} There are none that are young enough, and asking failed or found an empty side.
   */
  read(symbol: string, options?: ReadPriceOptions): Promise<Touch>
  /** Told of every change, from the stream or asked for. Returns the way to stop. */
  onChange(symbol: string, listener: (touch: Touch) => void): () => void
}

/** Follows the best prices of some symbols. */
export function createPrices(options: {
  readonly rest: RestClient
  readonly streams: Pick<StreamClient, 'watch'>
  readonly clock: Clock
  readonly symbols: readonly string[]
  readonly maxAgeMs: number
  readonly signal: AbortSignal
}): Prices & { readonly ready: Promise<void> } {
  const { rest, clock, maxAgeMs, signal } = options
  const touches = new Map<string, Touch>()
  const listeners = new Map<string, Set<(touch: Touch) => void>>()
  const put = (symbol: string, bidPrice: string, askPrice: string): Touch => {
    const touch = { symbol, bidPrice, askPrice, readAtMs: clock.monotonicMs() }
    touches.set(symbol, touch)
    for (const listener of listeners.get(symbol) ?? []) listener(touch)
    return touch
  }
  const subscriptions = options.symbols.map((symbol) =>
    options.streams.watch(streams.bookTicker, { symbol }, (event) => void put(symbol, event.bestBid, event.bestAsk), {
      signal,
    }),
  )
  const ageMs = (symbol: string) => {
    const touch = touches.get(symbol)
    return touch === undefined ? undefined : clock.monotonicMs() - touch.readAtMs
  }
  return {
    ready: Promise.allSettled(subscriptions.map((subscription) => subscription.ready)).then(() => undefined),
    get: (symbol) => touches.get(symbol),
    ageMs,
    onChange(symbol, listener) {
      const own = listeners.get(symbol) ?? new Set()
      listeners.set(symbol, own)
      own.add(listener)
      return () => own.delete(listener)
    },
    async read(symbol, { maxAgeMs: limitMs = maxAgeMs, signal: callSignal } = {}) {
      const known = touches.get(symbol)
      if (known !== undefined && (ageMs(symbol) ?? Infinity) <= limitMs && hasBothSides(known)) return known
      const askedAtMs = clock.monotonicMs()
      try {
        const ticker = await rest.market.getBookTicker({ symbol }, { signal: callSignal, timeoutMs: limitMs })
        const touch = put(symbol, ticker.bidPrice, ticker.askPrice)
        if (hasBothSides(touch) && clock.monotonicMs() - askedAtMs <= limitMs) return touch
      } catch (error) {
        callSignal?.throwIfAborted()
        throw new StalePriceError(symbol, { ageMs: ageMs(symbol), maxAgeMs: limitMs }, { cause: error })
      }
      throw new StalePriceError(symbol, { ageMs: undefined, maxAgeMs: limitMs })
    },
  }
}

const hasBothSides = (touch: Touch): boolean => /[1-9]/.test(touch.bidPrice) && /[1-9]/.test(touch.askPrice)
