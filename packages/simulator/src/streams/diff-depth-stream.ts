import type { Side } from '../engine/types.ts'
import type { LiveStream, StreamParts } from './live-stream.ts'

/** Changed levels of one symbol, gathered for an interval. The last quantity of a price wins; `pu` chains the events. */
export function createDiffDepthStream(
  { clock, engine, ticks, publish }: StreamParts,
  symbol: string,
  intervalMs: number,
): LiveStream {
  const changed: Record<Side, Map<number, number>> = { BUY: new Map(), SELL: new Map() }
  let previousId = engine.getTop(symbol).updateId
  let firstId: number | undefined
  let lastId = previousId
  let lastMs = 0

  const toRows = (side: Side) => {
    const rows = [...changed[side]].toSorted(([a], [b]) => (side === 'BUY' ? b - a : a - b))
    changed[side].clear()
    return rows.map(([ticks, lots]) => [engine.formatPrice(symbol, ticks), engine.formatQuantity(symbol, lots)])
  }

  const flush = () => {
    if (firstId === undefined) return
    const event = {
      e: 'depthUpdate',
      E: clock.now(),
      T: lastMs,
      s: symbol,
      U: firstId,
      u: lastId,
      pu: previousId,
      b: toRows('BUY'),
      a: toRows('SELL'),
    }
    previousId = lastId
    firstId = undefined
    publish(() => JSON.stringify(event))
  }

  const stop = ticks.every(intervalMs, flush)
  return {
    stop,
    onEvent(event) {
      if (event.kind === 'rules' && event.ticksFactor !== 1) {
        for (const side of ['BUY', 'SELL'] as const) {
          changed[side] = new Map([...changed[side]].map(([price, lots]) => [price * event.ticksFactor, lots]))
        }
      }
      if (event.kind !== 'level') return
      changed[event.side].set(event.priceTicks, event.lots)
      firstId ??= event.updateId
      lastId = event.updateId
      lastMs = event.timeMs
    },
  }
}
