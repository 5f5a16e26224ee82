/** Hands events to the sink one after the other, in the order in which they happened. */
export interface EventPump<Event> {
  /** Resolves when the sink has taken this event and all before it; rejects when it failed on this one. */
  readonly write: (event: Event) => Promise<void>
  /** As `write`, for events that nobody waits for; a failure of the sink is told to `onFailure`. */
  readonly emit: (event: Event) => void
  /** Resolves when everything has been handed over. */
  readonly drain: () => Promise<void>
}

/** A sink that is slow delays later events, never the account. */
export function createEventPump<Event>(
  sink: ((event: Event) => void | Promise<void>) | undefined,
  onFailure: (error: unknown) => void,
): EventPump<Event> {
  let tail: Promise<void> = Promise.resolve()
  let waiting = 0
  const write = (event: Event): Promise<void> => {
    if (sink === undefined) return Promise.resolve()
    // an event that finds no queue is handed over at once
    if (waiting === 0) {
      try {
        const taken = sink(event)
        if (taken === undefined) return Promise.resolve()
        return queue(taken)
      } catch (error) {
        return Promise.reject(error as Error)
      }
    }
    return queue(tail.then(() => sink(event)))
  }
  const queue = (taken: Promise<void>): Promise<void> => {
    waiting += 1
    tail = taken
      .catch(() => undefined)
      .then(() => {
        waiting -= 1
      })
    return taken
  }
  return {
    write,
    emit(event) {
      write(event).catch(onFailure)
    },
    drain: () => tail,
  }
}
