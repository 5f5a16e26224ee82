import { planExitQuantity } from '../close/plan-exit-quantity.ts'
import { hasFired, planStopNow, planStops, planTrailing } from './plan-stops.ts'
import { planTakeProfitOrders } from './plan-take-profit-orders.ts'
import { planTakeProfits } from './plan-take-profits.ts'
import type { TradeReading } from './read-trade.ts'
import type { TradeFacts, TradeOrder } from './trade-facts.ts'
import type { TradeState } from './trade-state.ts'

/** One thing to do. Doing it changes the orders, never the state: the next reading does. */
export type TradeAction =
  | { readonly type: 'endEntry' }
  /** Without a quantity it closes the whole position. */
  | { readonly type: 'placeStop'; readonly stopPrice: string; readonly quantity?: string }
  | { readonly type: 'placeTrailing'; readonly quantity: string; readonly activationPrice: string | undefined }
  | {
      readonly type: 'placeTakeProfit'
      readonly level: number
      readonly price: string
      readonly quantity: string
      /**
       * `rest`: post-only at its price. `take`: at its price, or a better one at once. `restBeyond`: post-only at the
       * best price, where that is better than its own.
       */
      readonly how: 'rest' | 'take' | 'restBeyond'
    }
  | { readonly type: 'cancel'; readonly clientOrderId: string }
  | { readonly type: 'placeExit'; readonly quantity: string }
  | { readonly type: 'confirmFlat' }
  | { readonly type: 'confirmBook' }

/** What the shell knows beside the orders. */
export interface TradeProgress {
  /** The exchange has said that the position is closed, since our fills say so. */
  readonly flatConfirmed: boolean
  /** The exchange has listed the open orders, and none is ours. */
  readonly bookConfirmed: boolean
}

/** Two actions with one key are never under way at once. */
export function actionKey(action: TradeAction): string {
  if (action.type === 'cancel') return `cancel:${action.clientOrderId}`
  if (action.type === 'placeTakeProfit') return `takeProfit:${action.level}`
  return action.type
}

/** What to do now. Pure; the same position leads to the same actions until something changes. */
export function planTradeActions(
  state: TradeState,
  reading: TradeReading,
  facts: TradeFacts,
  progress: TradeProgress,
): TradeAction[] {
  switch (state) {
    case 'protecting':
      return [...endEntryAfterExit(reading), ...planStopNow(reading, facts)]
    case 'protected':
      return [
        ...endEntryAfterExit(reading),
        ...planStops(reading, facts),
        ...planTrailing(reading, facts),
        ...planLadder(reading, facts),
      ]
    case 'exiting':
      return [...planExit(reading, facts)]
    case 'clearing':
      return [...planClearing(reading, progress)]
    default:
      return []
  }
}

/** Once anything of it has been closed, the entry has had its chance. */
const endEntryAfterExit = (reading: TradeReading): readonly TradeAction[] =>
  reading.entryLive && reading.exitFilled !== '0' ? [{ type: 'endEntry' }] : []

function planLadder(reading: TradeReading, facts: TradeFacts): readonly TradeAction[] {
  if (reading.openQuantity === '0' || hasFired(reading)) return []
  const { rules, plan } = facts
  const final = !reading.entryLive
  const ladder = planTakeProfits(rules, plan, {
    quantity: reading.entryFilled,
    averagePrice: reading.averageEntryPrice,
    complete: final,
  })
  const orders = reading.takeProfits.map(({ level, view }) => ({ level: level ?? 0, view }))
  const wanted = planTakeProfitOrders(ladder.targets, orders, reading.openQuantity, final)
  const fallback = plan.takeProfitFallback === 'take' ? 'take' : 'restBeyond'
  return [
    ...wanted.cancel.map((clientOrderId): TradeAction => ({ type: 'cancel', clientOrderId })),
    ...wanted.place.map(({ level, price, quantity, refusedToRest }): TradeAction => ({
      type: 'placeTakeProfit',
      level,
      price,
      quantity,
      how: refusedToRest ? fallback : 'rest',
    })),
  ]
}

/**
 * Take-profits go first: together with them a full exit would ask for more than the position. One that nothing is known
 * of is not waited for, since it may take a minute to find out: all of them can only reduce. The stop stays.
 */
function planExit(reading: TradeReading, facts: TradeFacts): readonly TradeAction[] {
  const actions: TradeAction[] = reading.entryLive ? [{ type: 'endEntry' }] : []
  const resting = reading.takeProfits.filter((order) => isIn(reading.live, order))
  actions.push(...resting.map(({ view }): TradeAction => ({ type: 'cancel', clientOrderId: view.clientOrderId })))
  // a stop that is being executed could take what is not ours together with an exit
  const isInTheWay = resting.some(isKnown) || (reading.foreignQuantity !== '0' && hasFired(reading))
  if (isInTheWay || reading.liveExits.length > 0 || reading.openQuantity === '0') return actions
  actions.push({ type: 'placeExit', quantity: planExitQuantity(facts.rules, reading.openQuantity) })
  return actions
}

/**
 * Stops are the last to go, and only once the exchange itself has said that the position is closed. They wait for whatever
 * may still execute, but not for an exit that nothing is known of: it can only reduce. The end does wait for it.
 */
function planClearing(reading: TradeReading, progress: TradeProgress): readonly TradeAction[] {
  const exits = reading.live.filter((order) => order.role === 'takeProfit' || order.role === 'exit')
  const cancels = exits.map(({ view }): TradeAction => ({ type: 'cancel', clientOrderId: view.clientOrderId }))
  if (reading.entryLive) return [{ type: 'endEntry' }, ...cancels]
  if (exits.some(isKnown)) return cancels
  if (!progress.flatConfirmed) return [...cancels, { type: 'confirmFlat' }]
  if (reading.live.length > 0) {
    return reading.live.map(({ view }) => ({ type: 'cancel', clientOrderId: view.clientOrderId }))
  }
  return progress.bookConfirmed ? [] : [{ type: 'confirmBook' }]
}

const isKnown = ({ view }: TradeOrder): boolean => view.state !== 'sent'

const isIn = (orders: readonly TradeOrder[], order: TradeOrder): boolean =>
  orders.some((other) => other.view.clientOrderId === order.view.clientOrderId)
