import { Decimal } from '@aster/core'

import { type AuditedLeg, createAuditedLeg, type Intent } from './audited-leg.ts'
import { type HistoryOrderLine, parseHistoryLine } from './history-line.ts'
import { countWithin, mergeSpans, type Span } from './silence.ts'

/** After its deadline has passed, a position without a stop must be closed within this. */
const flattenWithinMs = 10_000
/** Whatever is left on the book must be gone this long after the position. */
const clearWithinMs = 5_000
/** Rounding of average prices; anything more is a fill that somebody forgot. */
const moneyTolerance = '0.00001'

/** What a trade says of itself at its end. */
export interface TradeClaim {
  /** Base asset. */
  readonly opened: string
  /** After fees, without funding; quote asset. */
  readonly realizedPnl: string
  /** False when it says that it does not know all of its executions. */
  readonly isComplete: boolean
}

export interface HistoryVerdict {
  readonly violations: readonly string[]
  /** The longest time without a covering stop, silence left out. */
  readonly longestUnprotectedMs: number
  /** The same with silence counted in. */
  readonly longestUnprotectedRawMs: number
  readonly fills: number
}

/** Judges a run from the exchange's own event log. Shares no code with what it judges but decimals. */
export interface HistoryChecker {
  readonly read: (line: string) => void
  begin(symbol: string, positionSide: string, intent: Intent): void
  end(symbol: string, positionSide: string, claim: TradeClaim): void
  /**
   * @param silence - When the exchange did not answer.
   * @param doubt - When the fate of an order was open: what protects against it may stay on the book so long.
   */
  finish(silence: readonly Span[], doubt?: readonly Span[]): HistoryVerdict
}

export function createHistoryChecker(monotonicMs: () => number): HistoryChecker {
  const legs = new Map<string, AuditedLeg>()
  const violations: string[] = []
  let fills = 0
  let booked = new Decimal(0)
  let claimed = new Decimal(0)

  const find = (symbol: string, positionSide: string): AuditedLeg => {
    const name = `${symbol} ${positionSide}`
    const known = legs.get(name) ?? createAuditedLeg(name, (what) => violations.push(what))
    legs.set(name, known)
    return known
  }
  const readOrder = (line: HistoryOrderLine) => {
    if (line.fill !== undefined) {
      fills += 1
      booked = booked.plus(line.fill.realizedPnl).minus(line.fill.commission)
    }
    find(line.order.symbol, line.order.positionSide).apply(line, monotonicMs())
  }

  return {
    read(text) {
      const line = parseHistoryLine(text)
      if (line?.kind === 'order') readOrder(line)
    },
    begin: (symbol, positionSide, intent) => find(symbol, positionSide).begin(intent, monotonicMs()),
    end(symbol, positionSide, { opened, realizedPnl, isComplete }) {
      const real = find(symbol, positionSide).end(monotonicMs())
      if (!new Decimal(real).eq(opened)) violations.push(`${symbol} ${positionSide}: opened ${real}, claims ${opened}`)
      if (!isComplete) violations.push(`${symbol} ${positionSide}: ended without knowing all of its executions`)
      claimed = claimed.plus(realizedPnl)
    },
    finish(silence, doubt = []) {
      const excused = mergeSpans([...silence, ...doubt])
      let longestUnprotectedMs = 0
      let longestUnprotectedRawMs = 0
      for (const [name, leg] of legs) {
        const { naked, leftovers } = leg.finish(monotonicMs())
        for (const { fromMs, toMs, protectWithinMs, flatMs } of naked) {
          const nakedMs = Math.round(toMs - fromMs - countWithin(silence, { fromMs, toMs }))
          longestUnprotectedMs = Math.max(longestUnprotectedMs, nakedMs)
          longestUnprotectedRawMs = Math.max(longestUnprotectedRawMs, Math.round(toMs - fromMs))
          const openMs = Math.round(flatMs - fromMs - countWithin(silence, { fromMs, toMs: flatMs }))
          if (nakedMs > protectWithinMs && openMs > protectWithinMs + flattenWithinMs) {
            violations.push(`${name}: ${nakedMs} ms without a stop, and flat only after ${openMs} ms`)
          }
        }
        for (const { id, fromMs, toMs } of leftovers) {
          const leftMs = Math.round(toMs - fromMs - countWithin(excused, { fromMs, toMs }))
          if (leftMs > clearWithinMs) violations.push(`${name}: ${id} was left on the book for ${leftMs} ms`)
        }
      }
      if (booked.minus(claimed).abs().gt(moneyTolerance)) {
        violations.push(`the exchange booked ${booked.toFixed()}, the trades claim ${claimed.toFixed()}`)
      }
      return { violations, longestUnprotectedMs, longestUnprotectedRawMs, fills }
    },
  }
}
