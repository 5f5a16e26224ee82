/** Runs a call this many times, so many of them at once. */
export async function runInFlight(times: number, inFlight: number, call: () => Promise<unknown>): Promise<void> {
  let left = times
  const work = async () => {
    while (left > 0) {
      left -= 1
      await call()
    }
  }
  await Promise.all(Array.from({ length: Math.min(times, inFlight) }, work))
}
