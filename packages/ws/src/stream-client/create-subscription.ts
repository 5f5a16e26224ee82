import { callHandler } from '../call-handler.ts'
import type { StreamEntry, Subscriber } from './create-stream-entry.ts'
import type { Subscription } from './subscription.ts'

/** Adds one party to a stream, until it leaves, its signal aborts or the stream is closed. */
export function createSubscription(parts: {
  readonly entry: StreamEntry
  readonly subscriber: Subscriber
  readonly signal: AbortSignal | undefined
  /** The last party has left. */
  readonly onUnused: () => void
  readonly onHandlerError: (error: unknown) => void
}): Subscription {
  const { entry, subscriber, signal, onUnused, onHandlerError } = parts
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  // Nobody has to wait for it.
  ready.catch(() => {})
  let isEnded = false

  const end = () => {
    if (isEnded) return
    isEnded = true
    signal?.removeEventListener('abort', end)
    entry.remove(follower)
    reject(signal?.aborted === true ? signal.reason : new Error(`${entry.name} was unsubscribed`))
    if (subscriber.onState !== undefined) callHandler(subscriber.onState, onHandlerError, 'closed')
    if (!entry.hasSubscribers) onUnused()
  }

  const follower: Subscriber = {
    ...subscriber,
    onState(state) {
      if (state === 'closed') {
        end()
        return undefined
      }
      if (state === 'live') resolve()
      return subscriber.onState?.(state)
    },
  }

  signal?.addEventListener('abort', end, { once: true })
  entry.add(follower)
  if (entry.state === 'live' || entry.state === 'stale') resolve()
  return {
    streamName: entry.name,
    ready,
    get state() {
      return isEnded ? 'closed' : entry.state
    },
    get lastEventMs() {
      return entry.lastEventMs
    },
    get lagMs() {
      return entry.lagMs
    },
    unsubscribe: end,
  }
}
