/** Counts what has happened in the last minute. */
export interface OrderRate {
  add(nowMs: number): void
  countSince(sinceMs: number): number
}

const minuteMs = 60_000

export function createOrderRate(): OrderRate {
  let times: number[] = []
  return {
    add(nowMs) {
      if (times.length > 4_096 || (times[0] ?? nowMs) < nowMs - 2 * minuteMs) {
        times = times.filter((atMs) => atMs > nowMs - minuteMs)
      }
      times.push(nowMs)
    },
    countSince(sinceMs) {
      let count = 0
      for (let index = times.length - 1; index >= 0 && (times[index] ?? 0) > sinceMs; index -= 1) count += 1
      return count
    },
  }
}
