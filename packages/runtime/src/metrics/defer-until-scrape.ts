import type { Metrics } from './create-metrics.ts'

/** What waits for a scrape that does not come is counted then. */
const mostWaiting = 500

/**
 * Keeps what happens and counts it when somebody looks: on the way of an order, counting one thing between two others
 * costs several times what it costs in a row. Returns how to stop.
 *
 * @param listen - Begins to hand things in; returns how to stop that.
 */
export function deferUntilScrape<T>(
  metrics: Pick<Metrics, 'onScrape'>,
  count: (thing: T) => void,
  listen: (keep: (thing: T) => void) => () => void,
): () => void {
  const waiting: T[] = []
  const settle = (): void => {
    for (const thing of waiting.splice(0)) count(thing)
  }
  const stops = [
    listen((thing) => {
      if (waiting.push(thing) >= mostWaiting) settle()
    }),
    metrics.onScrape(settle),
    settle,
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
