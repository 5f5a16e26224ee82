/** One way to be killed, and what happens before the program comes back. */
export interface CrashPlan {
  readonly side: 'BUY' | 'SELL'
  readonly hedge: boolean
  /** The how-manieth point of the first life is its last; or so long after the trade began. */
  readonly death: { readonly atPoint: number } | { readonly afterMs: number }
  /** How long the exchange goes on without the program. */
  readonly deadMs: number
  /** Meanwhile the price crosses the stop. */
  readonly crossesStop: boolean
}

export const crashSymbol = 'BTCUSDT'
export const crashQuantity = '0.02'
export const protectWithinMs = 2_000
export const nonceWindowMs = 10_000

/** `long, one-way, killed at point 7, dead for 30 s, the price crosses the stop`. */
export function describeCrash({ side, hedge, death, deadMs, crossesStop }: CrashPlan): string {
  const when = 'atPoint' in death ? `at point ${death.atPoint}` : `${death.afterMs} ms after its beginning`
  const away = `dead for ${deadMs / 1_000} s${crossesStop ? ' while the price crosses the stop' : ''}`
  return `${side === 'BUY' ? 'long' : 'short'}, ${hedge ? 'hedge' : 'one-way'}, killed ${when}, ${away}`
}

export const crashModes = [
  { side: 'BUY', hedge: false },
  { side: 'SELL', hedge: false },
  { side: 'BUY', hedge: true },
  { side: 'SELL', hedge: true },
] as const

/** How long the exchange goes on; and whether the price crosses the stop. */
export const crashAbsences = [
  { deadMs: 0, crossesStop: false },
  { deadMs: 30_000, crossesStop: true },
  { deadMs: 600_000, crossesStop: false },
  { deadMs: 0, crossesStop: true },
  { deadMs: 30_000, crossesStop: false },
  { deadMs: 600_000, crossesStop: true },
] as const
