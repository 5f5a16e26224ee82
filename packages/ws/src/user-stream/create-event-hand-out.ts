/** Gives every event to every loop that reads, and waits until each has taken it. */
export interface EventHandOut<Event> {
  /** Resolves when every loop has taken the event; nothing when there is no loop. */
  give(event: Event): Promise<unknown> | undefined
  iterate(signal: AbortSignal | undefined): AsyncIterable<Event>
  /** From now on nobody is waited for; what is given can still be read. */
  release(): void
  /** Nothing more is given: loops end when they have read what there is. */
  end(): void
}

interface Reader<Event> {
  offer(event: Event): Promise<void>
  release(): void
  end(): void
}

export function createEventHandOut<Event>(): EventHandOut<Event> {
  const readers = new Set<Reader<Event>>()
  let isReleased = false
  let hasEnded = false

  const createReader = (signal: AbortSignal | undefined): AsyncIterator<Event, undefined> => {
    let offered: { readonly event: Event; readonly taken: () => void }[] = []
    const waiting: ((result: IteratorResult<Event, undefined>) => void)[] = []
    let isDone = false

    const reader: Reader<Event> = {
      offer: (event) =>
        new Promise((taken) => {
          const wake = waiting.shift()
          if (wake === undefined) offered.push({ event, taken })
          else wake({ done: false, value: event })
          if (wake !== undefined || isReleased) taken()
        }),
      release() {
        for (const { taken } of offered) taken()
      },
      end() {
        isDone = true
        readers.delete(reader)
        signal?.removeEventListener('abort', leave)
        for (const wake of waiting.splice(0)) wake({ done: true, value: undefined })
      },
    }
    const leave = () => {
      reader.end()
      reader.release()
      offered = []
    }

    if (hasEnded || signal?.aborted === true) isDone = true
    else {
      readers.add(reader)
      signal?.addEventListener('abort', leave, { once: true })
    }
    return {
      next() {
        const offer = offered.shift()
        if (offer !== undefined) {
          offer.taken()
          return Promise.resolve({ done: false, value: offer.event })
        }
        if (isDone) return Promise.resolve({ done: true, value: undefined })
        return new Promise((resolve) => waiting.push(resolve))
      },
      return() {
        leave()
        return Promise.resolve({ done: true, value: undefined })
      },
    }
  }

  return {
    give: (event) => (readers.size === 0 ? undefined : Promise.all([...readers].map((reader) => reader.offer(event)))),
    iterate: (signal) => ({ [Symbol.asyncIterator]: () => createReader(signal) }),
    release() {
      isReleased = true
      for (const reader of readers) reader.release()
    },
    end() {
      hasEnded = true
      for (const reader of readers) reader.end()
    },
  }
}
