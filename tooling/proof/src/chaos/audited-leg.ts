import { Decimal } from '@aster/core'

import type { HistoryOrder, HistoryOrderLine } from './history-line.ts'
import { type LegOrder, toLegOrder } from './leg-order.ts'

/** What a trade on a leg may do, as the person wants who begins it. */
export interface Intent {
  readonly side: 'BUY' | 'SELL'
  readonly quantity: string
  readonly protectWithinMs: number
}

/** A stretch in which a position was open and no stop on the book covered all of it. */
export interface NakedStretch {
  readonly fromMs: number
  readonly toMs: number
  readonly protectWithinMs: number
  /** When the position was next flat. */
  readonly flatMs: number
}

/** An order that was on the book while its position was gone. */
export interface Leftover {
  readonly id: string
  readonly fromMs: number
  readonly toMs: number
}

export interface LegHistory {
  readonly naked: readonly NakedStretch[]
  readonly leftovers: readonly Leftover[]
}

/** Position and orders of one leg, told by the exchange alone. Times are judged later, once silence is known. */
export interface AuditedLeg {
  begin(intent: Intent, nowMs: number): void
  /** Returns what was opened for the intent that ends. */
  end(nowMs: number): string
  apply(line: HistoryOrderLine, nowMs: number): void
  finish(nowMs: number): LegHistory
}

interface OpenStretch {
  readonly fromMs: number
  readonly protectWithinMs: number
  toMs: number | undefined
}

/**
 * @param name - Symbol and position side, for reports.
 * @param report - Told of what is wrong whenever it happens.
 */
export function createAuditedLeg(name: string, report: (what: string) => void): AuditedLeg {
  const live = new Map<string, LegOrder>()
  const seenOrderIds = new Map<string, string>()
  const leftSince = new Map<string, number>()
  const leftovers: Leftover[] = []
  const naked: NakedStretch[] = []
  let stretches: OpenStretch[] = []
  let intent: Intent | undefined
  let lastSide: 'BUY' | 'SELL' = 'BUY'
  let lastDeadlineMs = 2_000
  let quantity = new Decimal(0)
  let opened = new Decimal(0)
  const tell = (what: string) => report(`${name}: ${what}`)

  const isFlat = () => quantity.isZero()
  const listLive = (purpose: LegOrder['purpose']) => [...live.values()].filter((order) => order.purpose === purpose)
  const sum = (orders: readonly LegOrder[]) =>
    orders.reduce((total, order) => total.plus(order.remaining), new Decimal(0))
  const isCovered = () => {
    const stops = listLive('stop').filter((order) => !order.isTriggered)
    return stops.some((order) => order.closesAll) || sum(stops).gte(quantity.abs())
  }

  const takeOff = (id: string, nowMs: number) => {
    live.delete(id)
    const fromMs = leftSince.get(id)
    leftSince.delete(id)
    if (fromMs !== undefined) leftovers.push({ id, fromMs, toMs: nowMs })
  }

  const noteOrder = (order: HistoryOrder, executionType: string, nowMs: number) => {
    const id = order.clientOrderId
    const before = live.get(id)
    const isWorking = order.status === 'NEW' || order.status === 'PARTIALLY_FILLED'
    if (!isWorking) {
      takeOff(id, nowMs)
      const cancelsCover = executionType === 'CANCELED' && before?.purpose === 'stop' && !isFlat() && !isCovered()
      if (cancelsCover) tell(`stop ${id} was cancelled while ${quantity.toFixed()} was open`)
      return
    }
    const now = toLegOrder(order, lastSide, before?.placedMs ?? nowMs)
    live.set(id, now)
    if (before === undefined) checkNew(now, order, nowMs)
    else if (now.purpose === 'open') checkWanted(now)
  }

  const checkNew = (
    order: LegOrder,
    { side, reduceOnly, closePosition, positionSide }: HistoryOrder,
    nowMs: number,
  ) => {
    const known = seenOrderIds.get(order.id)
    if (known !== undefined && known !== order.orderId) tell(`${order.id} was placed twice`)
    seenOrderIds.set(order.id, order.orderId)
    if (order.purpose === 'open') return checkWanted(order)
    const couldReverse = positionSide === 'BOTH' && side !== lastSide && !reduceOnly && !closePosition
    if (couldReverse) tell(`${order.id} could open the other way`)
    if (isFlat()) leftSince.set(order.id, nowMs)
    if (order.purpose === 'takeProfit') {
      const promised = sum(listLive('takeProfit'))
      if (promised.gt(quantity.abs())) {
        tell(`take-profits ask for ${promised.toFixed()} of ${quantity.abs().toFixed()}, with ${order.id}`)
      }
    }
  }

  const checkWanted = (order: LegOrder) => {
    if (intent === undefined) return tell(`${order.id} opens, and no trade wants it`)
    const possible = opened.plus(sum(listLive('open')))
    if (possible.gt(intent.quantity)) {
      tell(`${order.id} makes ${possible.toFixed()} possible, ${intent.quantity} is wanted`)
    }
  }

  const noteFill = (order: HistoryOrder, filled: string, nowMs: number) => {
    const wasFlat = isFlat()
    const change = new Decimal(filled).times(order.side === 'BUY' ? 1 : -1)
    const opens = toLegOrder(order, lastSide, nowMs).purpose === 'open'
    quantity = quantity.plus(change)
    if (new Decimal(order.executedQty).gt(order.origQty) && order.origQty !== '0') {
      tell(`${order.clientOrderId} executed ${order.executedQty} of ${order.origQty}`)
    }
    if (opens) {
      opened = opened.plus(filled)
      if (intent === undefined) tell(`${order.clientOrderId} opened ${filled}, and no trade wanted it`)
      else if (opened.gt(intent.quantity)) tell(`filled ${opened.toFixed()}, wanted ${intent.quantity}`)
    }
    const isWrongWay = lastSide === 'BUY' ? quantity.lt(0) : quantity.gt(0)
    if (isWrongWay) tell(`${order.clientOrderId} turned the position round: ${quantity.toFixed()}`)
    if (wasFlat && !isFlat()) leftSince.clear()
    if (!isFlat()) return
    for (const stretch of stretches) naked.push({ ...stretch, toMs: stretch.toMs ?? nowMs, flatMs: nowMs })
    stretches = []
    for (const { id } of live.values()) leftSince.set(id, nowMs)
  }

  const noteCover = (nowMs: number) => {
    const last = stretches.at(-1)
    const isNaked = !isFlat() && !isCovered()
    if (isNaked && (last === undefined || last.toMs !== undefined)) {
      stretches.push({ fromMs: nowMs, protectWithinMs: intent?.protectWithinMs ?? lastDeadlineMs, toMs: undefined })
    }
    if (!isNaked && last !== undefined) last.toMs ??= nowMs
  }

  return {
    begin(wanted, nowMs) {
      if (!isFlat()) tell(`a trade begins on ${quantity.toFixed()}`)
      for (const id of live.keys()) if (!leftSince.has(id)) leftSince.set(id, nowMs)
      intent = wanted
      lastSide = wanted.side
      lastDeadlineMs = wanted.protectWithinMs
      opened = new Decimal(0)
    },
    end(nowMs) {
      if (!isFlat()) tell(`a trade ended with ${quantity.toFixed()} open`)
      for (const id of live.keys()) if (!leftSince.has(id)) leftSince.set(id, nowMs)
      intent = undefined
      return opened.toFixed()
    },
    apply({ order, executionType, fill }, nowMs) {
      if (fill !== undefined) noteFill(order, fill.quantity, nowMs)
      noteOrder(order, executionType, nowMs)
      if (isFlat()) {
        for (const { id, purpose } of live.values()) {
          if (purpose !== 'open' && !leftSince.has(id)) leftSince.set(id, nowMs)
        }
      }
      noteCover(nowMs)
    },
    finish(nowMs) {
      if (!isFlat()) tell(`${quantity.toFixed()} is open at the end`)
      for (const { id } of live.values()) {
        tell(`${id} rests at the end`)
        takeOff(id, nowMs)
      }
      for (const stretch of stretches) naked.push({ ...stretch, toMs: stretch.toMs ?? nowMs, flatMs: nowMs })
      return { naked, leftovers }
    },
  }
}
