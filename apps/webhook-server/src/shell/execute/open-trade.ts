import {
  type Account,
  createTrade,
  type EntryOptions,
  type Trade,
  type TradeEvent,
  type TradeResult,
} from '@aster/trades'

import { Refusal } from '../../core/refusal.ts'
import type { SignalOutcome, StoredSignal } from '../../core/stored-signal.ts'
import type { EnteringCommand, EntryLeg } from './hands.ts'
import type { TradeBook } from './trade-book.ts'

/** What an alert leaves resting rests until it fills or is cancelled; a week is as good as for ever. */
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
  const { breakEven, stop } = command
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
    ...toTrailing(command),
    ...(breakEven === undefined ? {} : { breakEven }),
    onEvent: (event) => {
      if (isSafe(event, command.entry.type === 'limit' || command.entry.type === 'stop')) settled.resolve()
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
  if (entry.type === 'bbo') return entry.type
  if (entry.type === 'market') {
    const { maxSlippagePercent } = entry
    return { type: 'market', ...(maxSlippagePercent === undefined ? {} : { maxSlippagePercent }) }
  }
  const { expiresInMs: timeoutMs = restsForMs } = entry
  if (entry.type === 'limit') {
    const { price, timeInForce = 'GTC' } = entry
    return { type: 'limit', price, timeInForce, timeoutMs, afterRestart: 'keep' }
  }
  const { stopPrice, limitPrice, workingType } = entry
  return {
    type: 'stop',
    stopPrice,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(workingType === undefined ? {} : { workingType }),
    timeoutMs,
    afterRestart: 'keep',
  }
}

function toTrailing({ trailingPercent, trailingAmount }: EnteringCommand) {
  if (trailingAmount !== undefined) return { trailing: { callbackAmount: trailingAmount } }
  return trailingPercent === undefined ? {} : { trailing: { callbackPercent: trailingPercent } }
}

/** The end of a trade is told by the trade itself: one that failed is neither open nor resting. */
function isSafe(event: TradeEvent, mayRest: boolean): boolean {
  if (event.type === 'transition') return event.to === 'protected'
  return mayRest && event.type === 'order' && event.role === 'entry' && event.order.state === 'open'
}

function describeTrade(symbol: string, trade: Trade): SignalOutcome {
  const order = trade.orders.find(({ role }) => role === 'entry')?.view
  const isOpen = trade.state !== 'entering'
  return {
    message: isOpen ? `${symbol} is open and protected${shortfall(trade)}` : `the entry on ${symbol} rests`,
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

/** A market entry with a cap on its price is over once it is protected, and may have got less. */
function shortfall({ plan, openQuantity }: Trade): string {
  const isOver = plan.entry.type === 'market' && plan.entry.maxSlippagePercent !== undefined
  return isOver && openQuantity !== plan.quantity ? `; ${openQuantity} of ${plan.quantity} was filled` : ''
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
