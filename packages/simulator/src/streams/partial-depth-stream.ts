import type { LiveStream, StreamParts } from './live-stream.ts'

/** The top levels of one symbol, whole each time, when something changed or somebody new listens. */
export function createPartialDepthStream(
  { clock, engine, ticks, publish }: StreamParts,
  symbol: string,
  levels: number,
  intervalMs: number,
): LiveStream {
  let previousId = engine.getTop(symbol).updateId
  let firstId: number | undefined
  let due = false

  const flush = () => {
    if (!due) return
    due = false
    const depth = engine.getDepth(symbol, levels)
    const { updateId } = engine.getTop(symbol)
    const event = {
      e: 'depthUpdate',
      E: clock.now(),
      T: depth.timeMs,
      s: symbol,
      U: firstId ?? updateId,
      u: updateId,
      pu: previousId,
      b: depth.bids,
      a: depth.asks,
    }
    previousId = updateId
    firstId = undefined
    publish(() => JSON.stringify(event))
  }

  const stop = ticks.every(intervalMs, flush)
  return {
    stop,
    onEvent(event) {
      if (event.kind !== 'level') return
      firstId ??= event.updateId
      due = true
    },
    onJoin() {
      due = true
      return undefined
    },
  }
}
