import type { ForceOrderEvent } from '../engine/types.ts'
import type { LiveStream, StreamParts } from './live-stream.ts'

const intervalMs = 1000

/** At most the latest liquidation of each symbol per second; silent when there was none. */
export function createForceOrderStream({ clock, ticks, publish }: StreamParts): LiveStream {
  const latest = new Map<string, ForceOrderEvent>()

  const flush = () => {
    for (const event of latest.values()) publish(() => JSON.stringify(toPayload(event, clock.now())))
    latest.clear()
  }

  return {
    stop: ticks.every(intervalMs, flush),
    onEvent(event) {
      if (event.kind === 'forceOrder') latest.set(event.symbol, event)
    },
  }
}

const toPayload = ({ order, timeMs, symbol }: ForceOrderEvent, nowMs: number) => ({
  e: 'forceOrder',
  E: nowMs,
  o: {
    s: symbol,
    S: order.side,
    o: order.type,
    f: order.timeInForce,
    q: order.origQty,
    p: order.price,
    ap: order.avgPrice,
    X: order.status,
    l: order.executedQty,
    z: order.executedQty,
    T: timeMs,
  },
})
