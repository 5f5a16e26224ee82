/** Runs tasks one after the other, in the order in which they came. */
export interface SerialLane {
  /** Settles as the task does. A failed task does not stop those behind it. */
  run<T>(task: () => Promise<T>): Promise<T>
  /** Tasks that run or wait. */
  readonly pending: number
}

/** One at a time: for everything that touches one account and symbol. */
export function createSerialLane(): SerialLane {
  let last: Promise<unknown> = Promise.resolve()
  let pending = 0
  const run = async <T>(task: () => Promise<T>): Promise<T> => {
    const before = last
    let finish = () => {}
    last = new Promise<void>((resolve) => {
      finish = resolve
    })
    pending += 1
    try {
      await before
      return await task()
    } finally {
      pending -= 1
      finish()
    }
  }
  return {
    run,
    get pending() {
      return pending
    },
  }
}
