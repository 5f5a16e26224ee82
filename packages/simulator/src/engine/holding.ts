import type { Account } from './account.ts'
import { Leg } from './leg.ts'
import type { Market } from './market.ts'
import type { Protection } from './protection/protection.ts'
import type { MarginType, PositionSide } from './types.ts'

/** What one account has on one symbol: settings, three possible positions, counts of its open orders. */
export class Holding {
  readonly account: Account
  readonly market: Market
  readonly both: Leg
  readonly long: Leg
  readonly short: Leg
  leverage: number
  marginType: MarginType = 'CROSSED'
  openOrders = 0
  conditionalOrders = 0
  /** When all orders here are cancelled, in ms; 0 is never. */
  countdownAtMs = 0
  isMarginCalled = false
  /** Limits on what may fill in a short time. */
  protection: Protection | undefined = undefined

  constructor(account: Account, market: Market, leverage: number) {
    this.account = account
    this.market = market
    this.leverage = leverage
    this.both = new Leg(this, 'BOTH')
    this.long = new Leg(this, 'LONG')
    this.short = new Leg(this, 'SHORT')
  }

  leg(positionSide: PositionSide): Leg {
    if (positionSide === 'BOTH') return this.both
    return positionSide === 'LONG' ? this.long : this.short
  }

  /** The legs that the account's position mode uses. */
  get legs(): readonly Leg[] {
    return this.account.hedgeMode ? [this.long, this.short] : [this.both]
  }

  get hasPosition(): boolean {
    return this.both.lots !== 0 || this.long.lots !== 0 || this.short.lots !== 0
  }
}
