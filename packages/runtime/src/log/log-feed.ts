import type { FeedEvent } from '@aster/core'

import type { EventFeed } from '../feed/create-event-feed.ts'
import type { Logger } from './create-logger.ts'

/**
 * A line for each order, fill, decision and incident of a feed, with the correlation id that ties it to its signal. Prices,
 * budgets and the like are no lines. Returns how to stop.
 */
export function logFeed(feed: Pick<EventFeed, 'subscribe'>, log: Logger): () => void {
  return feed.subscribe((event) => {
    switch (event.kind) {
      case 'order':
      case 'fill':
      case 'decision':
        log.info(event.kind, () => pickFacts(event))
        return
      case 'incident': {
        const facts = () => pickFacts(event)
        if (event.severity === 'critical') log.error('incident', facts)
        else if (event.severity === 'warning') log.warn('incident', facts)
        else log.info('incident', facts)
        return
      }
      default:
    }
  })
}

/** The line has a time and a kind of its own. */
function pickFacts({ kind: _kind, sequence: _sequence, atMs: _atMs, ...facts }: FeedEvent): object {
  return facts
}
