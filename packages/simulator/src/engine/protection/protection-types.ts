import type { Outcome } from '../types.ts'

/** Market-maker protection of one symbol; limits as whole numbers, undefined when not set. */
export interface ProtectionSettings {
  readonly windowMs: number
  /** How long orders are refused after a limit was reached; 0: until it is reset. */
  readonly frozenMs: number
  /** Filled quantity of both sides inside the window, base asset. */
  readonly quantityLimit: number | undefined
  /** Filled notional inside the window, quote asset. */
  readonly valueLimit: number | undefined
  /** Bought less sold inside the window, either way, base asset. */
  readonly deltaLimit: number | undefined
}

export interface ProtectionView extends ProtectionSettings {
  readonly symbol: string
  /** Orders are refused until then; 0 when they are not, Infinity until it is reset. */
  readonly frozenUntilMs: number
}

/** Limits on what may fill in a short time, for those who quote. */
export interface ProtectionCommands {
  /** Replaces what was set; fills count from now on. -1121 for an unknown symbol, -1130 for numbers below 1 (0 for `frozenMs`). */
  setProtection(accountId: string, symbol: string, settings: ProtectionSettings, nowMs: number): Outcome<true>
  /** Orders are taken again at once. None is fine. */
  deleteProtection(accountId: string, symbol: string, nowMs: number): Outcome<true>
  /** Ends the frozen time and forgets the fills so far. None is fine. */
  resetProtection(accountId: string, symbol: string, nowMs: number): Outcome<true>
  getProtections(accountId: string, symbol?: string): readonly ProtectionView[]
}
