import type { RateReading } from '../response/read-rate-headers.ts'
import { RateWindow, type Spending } from './rate-window.ts'

/** One limit of a budget, for reading. */
export interface WindowState {
  readonly intervalMs: number
  readonly limit: number
  readonly used: number
}

export interface BudgetState {
  readonly windows: readonly WindowState[]
  /** How long nothing of this budget may be spent at all, since the exchange said stop; 0: it may. */
  readonly blockedForMs: number
  /** The exchange has banned the address (418). */
  readonly banned: boolean
}

/** What one call spent, per window. */
export type Charge = readonly (readonly [window: RateWindow, spending: Spending])[]

/** All limits of one scope: the weight of an address, or the orders of an account. Times are monotonic milliseconds. */
export class RateBudget {
  #windows: readonly RateWindow[] = []
  #blockedUntilMs = 0
  #banned = false

  constructor(limits: readonly (readonly [intervalMs: number, limit: number])[]) {
    this.setLimits(limits)
  }

  /** Replaces the limits; what was spent in an interval that stays is kept. */
  setLimits(limits: readonly (readonly [intervalMs: number, limit: number])[]): void {
    this.#windows = [...new Map(limits)].map(([intervalMs, limit]) => {
      const kept = this.#windows.find((window) => window.intervalMs === intervalMs)
      if (kept === undefined) return new RateWindow(intervalMs, limit)
      kept.limit = limit
      return kept
    })
  }

  /** How long until `amount` may be spent by a caller who may use `share` of each limit; 0: now. */
  waitMs(amount: number, share: number, nowMs: number): number {
    let wait = Math.max(0, this.#blockedUntilMs - nowMs)
    if (amount > 0) {
      for (const window of this.#windows) {
        wait = Math.max(wait, window.waitMs(amount, Math.floor(window.limit * share), nowMs))
      }
    }
    return wait
  }

  begin(amount: number): Charge {
    return this.#windows.map((window) => [window, window.begin(amount)] as const)
  }

  /** Takes what the exchange reported. */
  report(charge: Charge, readings: readonly RateReading[], kind: RateReading['kind'], nowMs: number): void {
    for (const reading of readings) {
      if (reading.kind !== kind) continue
      for (const [window, spending] of charge) {
        if (window.intervalMs === reading.intervalMs) window.report(reading.used, spending, nowMs)
      }
    }
  }

  /** The exchange said stop. A longer stop that is running already stays. */
  block(forMs: number, banned: boolean, nowMs: number): void {
    const untilMs = nowMs + forMs
    if (untilMs <= this.#blockedUntilMs) return
    this.#blockedUntilMs = untilMs
    this.#banned = banned
  }

  isBanned(nowMs: number): boolean {
    return this.#banned && this.#blockedUntilMs > nowMs
  }

  /** The shortest interval, for a stop that names no end. */
  get shortestIntervalMs(): number {
    return Math.min(60_000, ...this.#windows.map(({ intervalMs }) => intervalMs))
  }

  state(nowMs: number): BudgetState {
    return {
      windows: this.#windows.map((window) => ({
        intervalMs: window.intervalMs,
        limit: window.limit,
        used: window.used(nowMs),
      })),
      blockedForMs: Math.max(0, this.#blockedUntilMs - nowMs),
      banned: this.isBanned(nowMs),
    }
  }
}

/** Ends a charge: spent for good, or given back when the call certainly never left. */
export function endCharge(charge: Charge, left: boolean, nowMs: number): void {
  for (const [window, spending] of charge) {
    if (left) window.settle(spending, nowMs)
    else window.giveBack(spending)
  }
}
