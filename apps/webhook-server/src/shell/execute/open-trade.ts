import {
  type Account,
  createTrade,
  type EntryOptions,
  isTradeOver,
  type Trade,
  type TradeEvent,
  type TradeResult,
} from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import type { SignalOutcome, StoredSignal } from '../signal-store.ts'
import type { EnteringCommand, EntryLeg } from './hands.ts'
import type { TradeBook } from './trade-book.ts'

/** A limit entry of an alert rests until it fills or is cancelled; a week is as good as for ever. */
const restsForMs = 7 * 86_400_000

/**
 * Opens a trade for a signal and returns once it is safe to look away: protected, resting, or over.
 *
 * @throws {Refusal} The entry was refused, or did not fill.
 */
export async function openTrade(
  { account, trades }: { readonly account: Account; readonly trades: TradeBook },
  stored: StoredSignal,
  command: EnteringCommand,
  leg: EntryLeg,
): Promise<SignalOutcome> {
  const { symbol } = stored.signal
  const settled = Promise.withResolvers<void>()
  const { trailingPercent, breakEven, stop } = command
  const takeProfits = spread(command.takeProfits)
  await account.whenLive({ timeoutMs: 10_000 })
  const trade = createTrade(account, {
    symbol,
    side: leg.side,
    quantity: leg.quantity,
    entry: toEntry(command.entry),
    stop,
    intentId: stored.id,
    owner: `signal ${stored.id}`,
    ...(leg.isBeside ? { besideOthers: true } : {}),
    ...(takeProfits === undefined ? {} : { takeProfits }),
    ...(trailingPercent === undefined ? {} : { trailing: { callbackPercent: trailingPercent } }),
    ...(breakEven === undefined ? {} : { breakEven }),
    onEvent: (event) => {
      if (isSafe(event, command.entry.type === 'limit')) settled.resolve()
    },
  })
  trades.add(trade)
  const result = await Promise.race([trade.done, settled.promise])
  if (result !== undefined) return describeEnd(symbol, result)
  return describeTrade(symbol, trade)
}

/** Fractions that are left out share what is left. */
function spread(levels: EnteringCommand['takeProfits']) {
  return levels?.map(({ fraction, ...distance }) => (fraction === undefined ? distance : { ...distance, fraction }))
}

function toEntry(entry: EnteringCommand['entry']): EntryOptions {
  if (entry.type !== 'limit') return entry.type
  return { type: 'limit', price: entry.price, timeInForce: 'GTC', timeoutMs: restsForMs }
}

function isSafe(event: TradeEvent, mayRest: boolean): boolean {
  if (event.type === 'transition') return event.to === 'protected' || isTradeOver(event.to)
  return mayRest && event.type === 'order' && event.role === 'entry' && event.order.state === 'open'
}

function describeTrade(symbol: string, trade: Trade): SignalOutcome {
  const order = trade.orders.find(({ role }) => role === 'entry')?.view
  const isOpen = trade.state !== 'entering'
  return {
    message: isOpen ? `${symbol} is open and protected` : `the entry on ${symbol} rests`,
    order: {
      tradeId: trade.id,
      clientOrderId: order?.clientOrderId,
      orderId: order?.orderId,
      symbol,
      side: trade.plan.side,
      type: trade.plan.entry.type,
      quantity: trade.plan.quantity,
      state: order?.state,
      filledQuantity: order?.filledQuantity,
      averagePrice: order?.averagePrice,
    },
    position: { symbol, quantity: trade.openQuantity, tradeState: trade.state },
  }
}

function describeEnd(symbol: string, result: TradeResult): SignalOutcome {
  const { state, exitReason, refusal, tradeId, entry, realizedPnl } = result
  if (exitReason === 'refused') throw new Refusal(422, 'ORDER_REFUSED', refusal ?? `the entry on ${symbol} was refused`)
  if (exitReason === 'notFilled') throw new Refusal(502, 'NOT_FILLED', `the entry on ${symbol} did not fill`)
  return {
    message: `${symbol} was opened and is closed again: ${exitReason}`,
    order: { tradeId, symbol, quantity: entry.quantity, averagePrice: entry.averagePrice },
    position: { symbol, quantity: '0', tradeState: state, realizedPnl },
  }
}
