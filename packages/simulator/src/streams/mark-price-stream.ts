import type { MarkView } from '../engine/types.ts'
import type { LiveStream, StreamParts } from './live-stream.ts'

/**
 * Mark price, index price and funding at a fixed pace.
 *
 * @param symbol - Undefined for all symbols in one list.
 */
export function createMarkPriceStream(
  { clock, engine, ticks, publish }: StreamParts,
  symbol: string | undefined,
  intervalMs: number,
): LiveStream {
  const flush = () =>
    publish(() => {
      const now = clock.now()
      const payload =
        symbol === undefined
          ? engine.symbols().map((name) => toPayload(engine.getMark(name), now))
          : toPayload(engine.getMark(symbol), now)
      return JSON.stringify(payload)
    })
  return { stop: ticks.every(intervalMs, flush) }
}

const toPayload = (mark: MarkView, nowMs: number) => ({
  e: 'markPriceUpdate',
  E: nowMs,
  s: mark.symbol,
  p: mark.markPrice,
  i: mark.indexPrice,
  P: mark.indexPrice,
  r: mark.lastFundingRate,
  T: mark.nextFundingMs,
})
