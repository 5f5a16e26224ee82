/** Counts what has happened in the last minute. */
export interface OrderRate {
  add(nowMs: number): void
  countSince(sinceMs: number): number
}

const minuteMs = 60_000

export function createOrderRate(): OrderRate {
  let times: number[] = []
  // what lies before it is older than a minute
  let first = 0
  return {
    add(nowMs) {
      while (first < times.length && (times[first] ?? 0) <= nowMs - minuteMs) first += 1
      if (first > 1_024 && first * 2 > times.length) {
        times = times.slice(first)
        first = 0
      }
      times.push(nowMs)
    },
    countSince(sinceMs) {
      let low = first
      let high = times.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((times[middle] ?? 0) > sinceMs) high = middle
        else low = middle + 1
      }
      return times.length - low
    },
  }
}
