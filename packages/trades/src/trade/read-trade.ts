import { Decimal, formatDecimal, toDecimal } from '@aster/core'

import { isLive, isTerminal, isWorking } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import { measureUnprotected, type PositionChange, type StopWindow, type Unprotected } from './measure-unprotected.ts'
import { readForeign } from './read-foreign.ts'
import type { TradeFacts, TradeOrder, TradeRole } from './trade-facts.ts'

/** What the facts add up to. Quantities are base asset, decimal strings, never negative. */
export interface TradeReading {
  readonly entryFilled: string
  readonly averageEntryPrice: string
  /** More may still fill. */
  readonly entryLive: boolean
  /** Closed by anybody: our stop, take-profits and exits, and others. */
  readonly exitFilled: string
  /** Open by what is confirmed. */
  readonly openQuantity: string
  /** Size of others on our side of the position, as far as we know. */
  readonly foreignQuantity: string
  /** Stops that the exchange has acknowledged, oldest first. */
  readonly workingStops: readonly OrderView[]
  /** Together they stand for all that is open. */
  readonly isCovered: boolean
  /** A stop was sent and nothing is known of it. */
  readonly stopInDoubt: boolean
  /** Stops that were refused for good, by the exchange. */
  readonly stopRefusals: number
  /** A stop was refused because the market had passed its place already, while another one worked. */
  readonly stopsPassed: number
  /** Stops and trailing stops that fired and ended. */
  readonly stopsSpent: number
  readonly takeProfits: readonly TradeOrder[]
  /** Of the exchange's own kind, whatever became of them. */
  readonly trailings: readonly OrderView[]
  /** Exits under way that the exchange has acknowledged, or may still. */
  readonly liveExits: readonly OrderView[]
  /** Exits without an answer for so long that they no longer stand in the way of another: they can only reduce. */
  readonly doubtfulExits: readonly OrderView[]
  /** Every order that may still execute. */
  readonly live: readonly TradeOrder[]
  readonly unprotected: Unprotected
  readonly firstFillMs: number | undefined
  readonly isFlat: boolean
  readonly isOverdue: boolean
  readonly isTimeUp: boolean
}

/** Reads off where the trade stands. The same facts give the same reading. */
export function readTrade(facts: TradeFacts): TradeReading {
  const { orders, plan, nowMs } = facts
  const entries = viewsOf(orders, 'entry')
  const stops = viewsOf(orders, 'stop')
  const exits = orders.filter((order) => order.role === 'exit' && isLive(order.view.state))
  const entry = sumOrders(entries)
  const ownExits = sumOrders(orders.filter((order) => order.role !== 'entry').map((order) => order.view))
  const foreign = readForeign(facts)
  const closedOfOurs = foreign.closings.reduce((sum, fill) => sum.plus(fill.quantity), new Decimal(0))
  const exitFilled = ownExits.quantity.plus(facts.memory.closedUnseen).plus(closedOfOurs)
  const open = Decimal.max(0, entry.quantity.minus(exitFilled))
  const entryLive = facts.entryRuns || entries.some((view) => isLive(view.state))
  const workingStops = stops.filter((view) => isWorking(view.state))
  const trailings = viewsOf(orders, 'trailing')
  const changes = listChanges(facts)
  const unprotected = measureUnprotected(changes, stops.flatMap(stopWindow), nowMs)
  const seenFillMs = changes.find((change) => !change.quantity.startsWith('-'))?.timeMs
  const firstFillMs = earliest(seenFillMs, facts.memory.firstFillMs)
  return {
    entryFilled: formatDecimal(entry.quantity),
    averageEntryPrice: entry.averagePrice,
    entryLive,
    exitFilled: formatDecimal(exitFilled),
    openQuantity: formatDecimal(open),
    foreignQuantity: foreign.quantity,
    workingStops,
    isCovered: covers(workingStops, open),
    stopInDoubt: stops.some((view) => view.state === 'sent'),
    stopRefusals: stops.filter((view) => view.state === 'rejected' && view.refusal?.code !== undefined).length,
    stopsPassed: stops.filter(isPassed).length,
    stopsSpent: [...stops, ...trailings].filter(isSpent).length,
    trailings,
    takeProfits: orders.filter((order) => order.role === 'takeProfit'),
    liveExits: exits.filter((order) => !isDoubtful(order)).map((order) => order.view),
    doubtfulExits: exits.filter(isDoubtful).map((order) => order.view),
    live: orders.filter((order) => isLive(order.view.state)),
    unprotected,
    firstFillMs,
    isFlat: entry.quantity.gt(0) && open.isZero() && !entryLive,
    isOverdue: unprotected.sinceMs !== undefined && nowMs - unprotected.sinceMs >= plan.protectWithinMs,
    isTimeUp:
      plan.timeStopMs !== undefined &&
      firstFillMs !== undefined &&
      open.gt(0) &&
      nowMs - firstFillMs >= plan.timeStopMs,
  }
}

/** What a stop still stands for. Base asset; undefined: the whole position. */
export const standsFor = (view: OrderView): Decimal | undefined =>
  view.terms === undefined || view.terms.closePosition
    ? undefined
    : toDecimal(view.terms.quantity).minus(view.filledQuantity)

function covers(stops: readonly OrderView[], open: Decimal): boolean {
  if (stops.length === 0) return false
  let sum = new Decimal(0)
  for (const stop of stops) {
    const quantity = standsFor(stop)
    if (quantity === undefined) return true
    sum = sum.plus(quantity)
  }
  return sum.gt(0) && sum.gte(open)
}

/** -2021: it would have triggered at once. */
const isPassed = (view: OrderView): boolean => view.state === 'rejected' && view.refusal?.code === -2021

/** Longer than an exit waits for its answer and for the first questions about it. */
export const exitDoubtMs = 2_000

const isDoubtful = ({ view, ageMs }: TradeOrder): boolean => view.state === 'sent' && ageMs >= exitDoubtMs

const earliest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)

const viewsOf = (orders: readonly TradeOrder[], role: TradeRole): readonly OrderView[] =>
  orders.filter((order) => order.role === role).map((order) => order.view)

/** Fired: it executed something, or met its trigger and ended. */
const isSpent = (view: OrderView): boolean =>
  isTerminal(view.state) && view.state !== 'rejected' && (view.triggered || view.filledQuantity !== '0')

/** Quantity and average price over several orders. */
export function sumOrders(views: readonly OrderView[]): { quantity: Decimal; averagePrice: string } {
  let quantity = new Decimal(0)
  let value = new Decimal(0)
  for (const view of views) {
    quantity = quantity.plus(view.filledQuantity)
    value = value.plus(toDecimal(view.filledQuantity).times(view.averagePrice))
  }
  return { quantity, averagePrice: quantity.isZero() ? '0' : formatDecimal(value.div(quantity)) }
}

/** Each execution with its time; what reports name beyond the executions we know of counts at the report's time. */
function listChanges(facts: TradeFacts): readonly PositionChange[] {
  const changes: PositionChange[] = []
  for (const { role, view } of facts.orders) {
    const sign = role === 'entry' ? '' : '-'
    let known = new Decimal(0)
    for (const fill of view.fills) {
      known = known.plus(fill.quantity)
      changes.push({ timeMs: fill.timeMs, quantity: `${sign}${fill.quantity}` })
    }
    const unseen = toDecimal(view.filledQuantity).minus(known)
    if (unseen.gt(0)) changes.push({ timeMs: view.updatedMs, quantity: `${sign}${formatDecimal(unseen)}` })
  }
  for (const { timeMs, quantity } of readForeign(facts).closings) changes.push({ timeMs, quantity: `-${quantity}` })
  return changes.sort((a, b) => a.timeMs - b.timeMs)
}

function stopWindow(view: OrderView): readonly StopWindow[] {
  if (view.acknowledgedMs === undefined || view.state === 'rejected') return []
  const quantity = view.terms === undefined || view.terms.closePosition ? undefined : view.terms.quantity
  return [{ fromMs: view.acknowledgedMs, toMs: isTerminal(view.state) ? view.updatedMs : undefined, quantity }]
}
