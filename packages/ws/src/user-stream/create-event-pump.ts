import { callHandler } from '../call-handler.ts'

/** Hands events on one after the other, and asks for a pause when too many wait. */
export interface EventPump<Event> {
  push(event: Event): void
  readonly waiting: number
  /** Resolves when nothing waits. */
  drained(): Promise<void>
}

export function createEventPump<Event>(parts: {
  readonly handle: (event: Event) => unknown
  readonly onError: (error: unknown) => void
  readonly pauseAt: number
  readonly resumeAt: number
  readonly onPause: () => void
  readonly onResume: () => void
}): EventPump<Event> {
  const { handle, onError, pauseAt, resumeAt, onPause, onResume } = parts
  const queue: Event[] = []
  let isBusy = false
  let isPaused = false
  const onDrained: (() => void)[] = []

  const run = () => {
    while (!isBusy) {
      if (queue.length === 0) {
        for (const resolve of onDrained.splice(0)) resolve()
        return
      }
      const event = queue.shift() as Event
      // Busy from here on: what comes in meanwhile, by `onResume` at once, waits its turn.
      isBusy = true
      if (isPaused && queue.length <= resumeAt) {
        isPaused = false
        onResume()
      }
      let result: unknown
      callHandler(() => {
        result = handle(event)
      }, onError)
      if (!(result instanceof Promise)) {
        isBusy = false
        continue
      }
      const goOn = () => {
        isBusy = false
        run()
      }
      result.then(goOn, (error: unknown) => {
        onError(error)
        goOn()
      })
    }
  }

  return {
    push(event) {
      queue.push(event)
      if (!isPaused && queue.length >= pauseAt) {
        isPaused = true
        onPause()
      }
      run()
    },
    get waiting() {
      return queue.length
    },
    drained() {
      if (queue.length === 0 && !isBusy) return Promise.resolve()
      return new Promise((resolve) => onDrained.push(resolve))
    },
  }
}
