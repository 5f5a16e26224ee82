import type { Engine, TopOfBook } from '../engine/types.ts'
import type { LiveStream, StreamParts } from './live-stream.ts'

/**
 * Best prices in real time. A new listener gets the touch at once: on a market that stands still it would otherwise
 * wait for ever.
 *
 * @param symbol - Undefined for all symbols; then nothing is sent ahead.
 */
export function createBookTickerStream(
  { clock, engine, publish }: StreamParts,
  symbol: string | undefined,
): LiveStream {
  return {
    onEvent(event) {
      if (event.kind === 'bookTicker') publish(() => toPayload(engine, event.symbol, event, clock.now()))
    },
    onJoin() {
      if (symbol === undefined) return undefined
      const top = engine.getTop(symbol)
      return top.updateId === 0 ? undefined : toPayload(engine, symbol, top, clock.now())
    },
  }
}

function toPayload(engine: Engine, symbol: string, top: TopOfBook, nowMs: number): string {
  return JSON.stringify({
    e: 'bookTicker',
    u: top.updateId,
    s: symbol,
    b: engine.formatPrice(symbol, top.bidTicks),
    B: engine.formatQuantity(symbol, top.bidLots),
    a: engine.formatPrice(symbol, top.askTicks),
    A: engine.formatQuantity(symbol, top.askLots),
    T: top.timeMs,
    E: nowMs,
  })
}
