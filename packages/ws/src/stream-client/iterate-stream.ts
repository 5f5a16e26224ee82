import type { Conflation } from '@aster/api'
import type { Clock } from '@aster/core'

import type { StreamGap } from '../stream-gap.ts'
import { createEventQueue } from './create-event-queue.ts'
import type { Subscriber } from './create-stream-entry.ts'
import type { IterateOptions, Subscription } from './subscription.ts'

const defaultQueueLimit = 1_000

/** Turns a subscription into something that can be read by `for await`. Each loop subscribes for itself, when it begins. */
export function iterateStream<Event>(parts: {
  readonly stream: string
  readonly conflation: Conflation<Event> | undefined
  readonly clock: Clock
  readonly options: IterateOptions
  readonly subscribe: (subscriber: Subscriber, signal: AbortSignal | undefined) => Subscription
}): AsyncIterable<Event | StreamGap> {
  const { stream, conflation, clock, options, subscribe } = parts
  const { queueLimit = defaultQueueLimit, signal } = options
  return {
    [Symbol.asyncIterator]() {
      const queue = createEventQueue<Event>({ stream, limit: queueLimit, conflation, now: () => clock.now() })
      if (signal?.aborted === true) queue.end()
      const subscription =
        signal?.aborted === true
          ? undefined
          : subscribe(
              {
                onEvent: (event) => queue.push(event as Event),
                onGap: (gap) => queue.pushGap(gap),
                onState: (state) => {
                  if (state === 'closed') queue.end()
                },
              },
              signal,
            )
      return {
        next: () => queue.next(),
        return() {
          subscription?.unsubscribe()
          queue.end()
          return Promise.resolve({ done: true, value: undefined })
        },
      }
    },
  }
}
