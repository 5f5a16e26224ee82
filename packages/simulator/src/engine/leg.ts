import type { Holding } from './holding.ts'
import { computeValue, type Instrument } from './instrument.ts'
import { multiplyDivide } from './money.ts'
import type { Sign } from './side-sign.ts'
import type { PositionSide } from './types.ts'

/**
 * The position of one account on one symbol and position side. `cost` is what the open lots cost, signed as the lots are
 * (negative when short), so that profit at any price is value minus cost.
 */
export class Leg {
  readonly holding: Holding
  readonly positionSide: PositionSide
  lots = 0
  cost = 0n
  /** The entry price as a fraction, value per lots: it stays exact while the position shrinks. */
  entryValue = 0n
  entryLots = 0
  realized = 0n
  isolatedWallet = 0n
  updateMs = 0

  /** What rests on the book and opens, by side: it binds margin. */
  restingBuyValue = 0n
  restingSellValue = 0n
  restingBuyLots = 0
  restingSellLots = 0
  /** What rests on the book and reduces. */
  closingLots = 0
  /** Open orders that can only reduce, waiting ones included; closePosition not. */
  reducingOrders = 0

  constructor(holding: Holding, positionSide: PositionSide) {
    this.holding = holding
    this.positionSide = positionSide
  }

  /** The side that opens in hedge mode; in one-way mode that of the position, BUY when flat. */
  get openingSign(): Sign {
    if (this.positionSide === 'BOTH') return this.lots < 0 ? -1 : 1
    return this.positionSide === 'LONG' ? 1 : -1
  }

  get isIdle(): boolean {
    return this.lots === 0 && this.restingBuyLots === 0 && this.restingSellLots === 0
  }

  /** How many lots an order of this side can take away from the position. */
  reducibleBy(sign: Sign): number {
    return this.lots * sign < 0 ? Math.abs(this.lots) : 0
  }
}

/** What a fill did to a position. */
export interface PositionChange {
  readonly realized: bigint
  readonly closedLots: number
  readonly openedLots: number
  /** Lots before, without sign. */
  readonly lotsBefore: number
}

/**
 * Applies a fill: opens at its price, closes at the average entry price, and does both when the position flips. What it
 * realizes and what stays as cost add up exactly.
 */
export function applyFill(leg: Leg, instrument: Instrument, sign: Sign, ticks: number, lots: number): PositionChange {
  const lotsBefore = Math.abs(leg.lots)
  const closedLots = Math.min(lots, leg.reducibleBy(sign))
  const openedLots = lots - closedLots
  let realized = 0n
  if (closedLots > 0) {
    const remaining = leg.lots + sign * closedLots
    const costAfter =
      remaining === 0 ? 0n : multiplyDivide(leg.entryValue, BigInt(Math.abs(remaining)), BigInt(leg.entryLots))
    const value = computeValue(instrument, ticks, closedLots)
    realized = (sign === 1 ? -value : value) - (leg.cost - costAfter)
    leg.lots = remaining
    leg.cost = costAfter
  }
  if (openedLots > 0) {
    const value = computeValue(instrument, ticks, openedLots)
    leg.lots += sign * openedLots
    leg.cost += sign === 1 ? value : -value
    leg.entryValue = leg.cost
    leg.entryLots = Math.abs(leg.lots)
  } else if (leg.lots === 0) {
    leg.entryValue = 0n
    leg.entryLots = 0
  }
  leg.realized += realized
  return { realized, closedLots, openedLots, lotsBefore }
}
