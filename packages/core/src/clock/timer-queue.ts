/** A callback with its time. `callback` is gone once it ran or was cancelled. */
export interface QueuedTimer {
  readonly dueUs: number
  readonly sequence: number
  callback: (() => void) | undefined
}

/** Timers by time, equal times in the order in which they came: a binary heap. */
export class TimerQueue {
  readonly #heap: QueuedTimer[] = []
  #sequence = 0

  add(dueUs: number, callback: () => void): QueuedTimer {
    const timer: QueuedTimer = { dueUs, sequence: this.#sequence++, callback }
    const heap = this.#heap
    heap.push(timer)
    let index = heap.length - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (above === undefined || isBefore(above, timer)) break
      heap[index] = above
      index = parent
    }
    heap[index] = timer
    return timer
  }

  /** The next timer that was not cancelled. */
  peek(): QueuedTimer | undefined {
    while (this.#heap[0] !== undefined && this.#heap[0].callback === undefined) this.#removeFirst()
    return this.#heap[0]
  }

  /** Takes the next timer off the queue. */
  take(): QueuedTimer | undefined {
    const first = this.peek()
    if (first !== undefined) this.#removeFirst()
    return first
  }

  #removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let index = 0
    while (true) {
      const left = 2 * index + 1
      const leftTimer = heap[left]
      if (leftTimer === undefined) break
      const rightTimer = heap[left + 1]
      const goesRight = rightTimer !== undefined && isBefore(rightTimer, leftTimer)
      const child = goesRight ? rightTimer : leftTimer
      if (isBefore(last, child)) break
      heap[index] = child
      index = goesRight ? left + 1 : left
    }
    heap[index] = last
  }
}

function isBefore(a: QueuedTimer, b: QueuedTimer): boolean {
  return a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.sequence < b.sequence)
}
