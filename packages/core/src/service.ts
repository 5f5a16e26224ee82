/** Something that runs until it is stopped. */
export interface Service extends AsyncDisposable {
  /** Starts it once; every call returns the same promise, which settles when the service has ended. */
  start(): Promise<void>
  /** Asks it to end and waits until it has. Safe to call twice, and before `start`. */
  stop(): Promise<void>
}

/**
 * A service is a function that runs until its signal aborts. An abort is a normal end, a rejection a fault.
 *
 * @example
 * const watcher = createService(async (signal) => { for await (const price of watchPrice({ signal })) print(price) })
 * watcher.start()
 * await watcher.stop()
 */
export function createService(run: (signal: AbortSignal) => Promise<void>): Service {
  const controller = new AbortController()
  let done: Promise<void> | undefined
  const start = () => (done ??= run(controller.signal))
  const stop = async () => {
    controller.abort()
    await done
  }
  return { start, stop, [Symbol.asyncDispose]: stop }
}
