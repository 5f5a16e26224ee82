import type { Clock, Timer } from '@aster/core'

/** Whether connections are refused just now. */
export interface Outage {
  readonly isOut: boolean
  /** Refuses connections for `forMs` from now; a longer outage that runs already stays. */
  begin(forMs: number): void
  end(): void
  /** Tells each beginning and end; the function returned stops that. */
  watch(listener: (isOut: boolean) => void): () => void
}

export function createOutage(clock: Pick<Clock, 'monotonicMs' | 'schedule'>): Outage {
  const listeners = new Set<(isOut: boolean) => void>()
  let untilMs = 0
  let timer: Timer | undefined
  let isOut = false

  const set = (next: boolean) => {
    if (isOut === next) return
    isOut = next
    for (const listener of listeners) listener(next)
  }
  const end = () => {
    timer?.cancel()
    timer = undefined
    set(false)
  }

  return {
    get isOut() {
      return isOut
    },
    begin(forMs) {
      if (forMs <= 0 || (isOut && clock.monotonicMs() + forMs <= untilMs)) return
      untilMs = clock.monotonicMs() + forMs
      timer?.cancel()
      timer = clock.schedule(forMs, end)
      set(true)
    },
    end,
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
