/** What is spent stays counted until its call has ended and the interval after that has passed. */
export interface Spending {
  readonly amount: number
  /** Everything ever begun on this window, this spending included: orders readings among each other. */
  readonly total: number
}

interface Entry {
  readonly firstMs: number
  atMs: number
  amount: number
}

const logSteps = 500

interface Reading {
  readonly used: number
  readonly total: number
  readonly atMs: number
}

/**
 * One limit: so much in so many milliseconds. Counts what we spent in any such stretch of time, which is safe whether
 * the exchange counts by the clock's minute or by the last sixty seconds. What it reports includes the others behind
 * our address, and counts for one interval.
 */
export class RateWindow {
  readonly intervalMs: number
  limit: number
  #log: Entry[] = []
  #logged = 0
  #inFlight = 0
  #total = 0
  #reading: Reading | undefined

  constructor(intervalMs: number, limit: number) {
    this.intervalMs = intervalMs
    this.limit = limit
  }

  /** The larger of our own count and of the last report plus what we began since that call was sent. */
  used(nowMs: number): number {
    this.#forget(nowMs)
    const own = this.#logged + this.#inFlight
    const reading = this.#reading
    return reading === undefined ? own : Math.max(own, reading.used + this.#total - reading.total)
  }

  begin(amount: number): Spending {
    this.#inFlight += amount
    this.#total += amount
    return { amount, total: this.#total }
  }

  /** The call has ended: it was counted at the latest now. */
  settle({ amount }: Spending, nowMs: number): void {
    if (amount === 0) return
    this.#inFlight -= amount
    this.#logged += amount
    const last = this.#log.at(-1)
    // what ends close together is forgotten together, at the later time: the log stays short
    if (last !== undefined && nowMs - last.firstMs < this.intervalMs / logSteps) {
      last.atMs = nowMs
      last.amount += amount
    } else this.#log.push({ firstMs: nowMs, atMs: nowMs, amount })
  }

  /** The call certainly never left: nothing was spent. */
  giveBack({ amount }: Spending): void {
    this.#inFlight -= amount
    this.#total -= amount
  }

  /** What the exchange reported in the answer to a call. An answer that was overtaken by a later one says nothing new. */
  report(used: number, spending: Spending, nowMs: number): void {
    if (this.#reading !== undefined && this.#reading.total > spending.total) return
    this.#reading = { used, total: spending.total, atMs: nowMs }
  }

  /** How long until `amount` fits below `allowed`, if nothing else is spent meanwhile; 0: now. */
  waitMs(amount: number, allowed: number, nowMs: number): number {
    if (this.used(nowMs) + amount <= allowed) return 0
    let wait = 0
    const reading = this.#reading
    if (reading !== undefined && reading.used + this.#total - reading.total + amount > allowed) {
      wait = reading.atMs + this.intervalMs - nowMs
    }
    let own = this.#logged + this.#inFlight + amount - allowed
    for (const { atMs, amount: freed } of this.#log) {
      if (own <= 0) break
      own -= freed
      wait = Math.max(wait, atMs + this.intervalMs - nowMs)
    }
    return own > 0 ? this.intervalMs : Math.max(1, wait)
  }

  #forget(nowMs: number): void {
    const horizon = nowMs - this.intervalMs
    let gone = 0
    for (const entry of this.#log) {
      if (entry.atMs > horizon) break
      gone += 1
      this.#logged -= entry.amount
    }
    if (gone > 0) this.#log = this.#log.slice(gone)
    if (this.#reading !== undefined && this.#reading.atMs <= horizon) this.#reading = undefined
  }
}
