import { Decimal } from '@aster/core'

import type { OrderLine } from './exchange-line.ts'

/** What rests on the book, and what for. */
interface RestingOrder {
  readonly purpose: 'entry' | 'exit' | 'stop'
  readonly side: 'BUY' | 'SELL'
  readonly sinceMs: number
}

/** From a fill to its stop, and from an end to a clean book: the promise of 2 s, and a second for the way. */
const withinMs = 3_000
/** An entry that rests longer than any entry may work has been forgotten. */
const entryLifeMs = 8_000
/** A position this old must have had a stop at some time. */
const briefMs = 1_000

/** Position and orders of one symbol as the exchange saw them, and the rules that they break. */
export interface AuditedSymbol {
  apply(line: OrderLine): void
  /** Looks at what has become too late by now. */
  check(nowMs: number): void
  readonly isFlat: boolean
  readonly restingOrders: readonly string[]
  /** How often a position was opened. */
  readonly openings: number
}

/** @param report - Told of each violation, once per position. */
export function createAuditedSymbol(symbol: string, report: (what: string) => void): AuditedSymbol {
  const resting = new Map<string, RestingOrder>()
  let quantity = new Decimal(0)
  let target = new Decimal(0)
  let openings = 0
  let openedMs = 0
  let flatSinceMs = 0
  let uncoveredSinceMs: number | undefined
  let hadStop = false
  const told = new Set<string>()
  const tell = (key: string, what: string): void => {
    if (told.has(key)) return
    told.add(key)
    report(`${symbol}: ${what}`)
  }

  const list = (purpose: RestingOrder['purpose']): readonly RestingOrder[] =>
    [...resting.values()].filter((order) => order.purpose === purpose)
  const isCovered = (): boolean => list('stop').some(({ side }) => (side === 'SELL') === quantity.gt(0))

  const note = ({ order, timeMs }: OrderLine): void => {
    const purpose =
      order.closePosition || order.origType.startsWith('STOP') ? 'stop' : order.reduceOnly ? 'exit' : 'entry'
    const isWorking = order.status === 'NEW' || order.status === 'PARTIALLY_FILLED'
    // What the first entry asks for is what the trade may hold; its successors only ask for the rest.
    if (purpose === 'entry' && order.status === 'NEW' && quantity.isZero() && list('entry').length === 0) {
      target = new Decimal(order.origQty)
    }
    const before = resting.get(order.clientOrderId)
    if (isWorking) resting.set(order.clientOrderId, before ?? { purpose, side: order.side, sinceMs: timeMs })
    else resting.delete(order.clientOrderId)
  }

  const fill = ({ order, fill: execution, timeMs }: OrderLine): void => {
    if (execution === undefined) return
    const wasFlat = quantity.isZero()
    quantity = quantity.plus(new Decimal(execution.quantity).times(order.side === 'BUY' ? 1 : -1))
    if (wasFlat) {
      openings += 1
      openedMs = timeMs
      hadStop = false
      told.clear()
    }
    if (quantity.abs().gt(target)) tell('overfilled', `holds ${quantity.toFixed()}, wanted ${target.toFixed()}`)
    if (order.origQty !== '0' && new Decimal(order.executedQty).gt(order.origQty)) {
      tell('overexecuted', `${order.clientOrderId} executed ${order.executedQty} of ${order.origQty}`)
    }
    if (!quantity.isZero()) return
    flatSinceMs = timeMs
    if (!hadStop && timeMs - openedMs > briefMs) tell('neverCovered', `held ${timeMs - openedMs} ms without a stop`)
  }

  const check = (nowMs: number): void => {
    if (uncoveredSinceMs !== undefined && nowMs - uncoveredSinceMs > withinMs) {
      tell('uncovered', `no stop on the book for more than ${withinMs} ms`)
    }
    for (const [id, { purpose, sinceMs }] of resting) {
      if (purpose === 'entry' && nowMs - sinceMs > entryLifeMs) tell(id, `entry ${id} was forgotten on the book`)
      const isOrphan = purpose !== 'entry' && quantity.isZero() && nowMs - Math.max(sinceMs, flatSinceMs) > withinMs
      if (isOrphan) tell(id, `${purpose} ${id} was left on the book without a position`)
    }
  }

  return {
    apply(line) {
      check(line.timeMs)
      note(line)
      fill(line)
      if (quantity.isZero() || isCovered()) uncoveredSinceMs = undefined
      else uncoveredSinceMs ??= line.timeMs
      if (!quantity.isZero() && isCovered()) hadStop = true
    },
    check,
    get isFlat() {
      return quantity.isZero()
    },
    get restingOrders() {
      return [...resting.keys()]
    },
    get openings() {
      return openings
    },
  }
}
