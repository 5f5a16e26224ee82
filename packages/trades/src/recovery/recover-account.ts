import { withDeadline } from '@aster/core'

import type { AccountIncidentType } from '../account/account-event.ts'
import type { Account } from '../account/account.ts'
import type { OrderTracker } from '../orders/order-tracker.ts'
import type { SentRequest } from '../orders/settle-in-doubt.ts'
import { resumeTrade } from '../trade/resume-trade.ts'
import type { TradeEvent } from '../trade/trade-event.ts'
import type { Trade } from '../trade/trade.ts'
import type { Unfinished, UnfinishedOrder } from './read-unfinished.ts'
import type { RecoveryReport } from './recovery-report.ts'
import { sweepOrphans } from './sweep-orphans.ts'

/** The account opens after this, whether every order is settled or not; the asking goes on. */
const settleWithinMs = 5_000
/** The exchange tells executions of the last seven days. */
const longestBackMs = 6.9 * 86_400_000
/** Our clock and the exchange's may differ, and an order may fill before it is answered. */
const marginMs = 60_000

export interface RecoveryParts {
  readonly account: Account
  readonly tracker: OrderTracker
  readonly unfinished: Unfinished
  /** What becomes of orders of ours that belong to no trade. */
  readonly loneOrders: 'cancel' | 'keep'
  readonly onTradeEvent: ((event: TradeEvent) => void | Promise<void>) | undefined
  readonly settle: (
    request: SentRequest,
    orders: readonly { readonly symbol: string; readonly clientOrderId: string }[],
  ) => Promise<void>
  readonly report: (what: AccountIncidentType, detail: string, clientOrderId?: string) => void
}

/**
 * Brings what an earlier run has left to its end: settles what is in doubt, reads the executions that it missed, puts its
 * trades back to work, and cancels what belongs to nothing. The orders are restored and the account is reconciled.
 */
export async function recoverAccount(parts: RecoveryParts): Promise<RecoveryReport> {
  const { account, tracker, unfinished } = parts
  const startedMs = account.clock.monotonicMs()
  const inDoubt = unfinished.orders.filter(({ clientOrderId }) => tracker.get(clientOrderId)?.state === 'sent')
  const settling = settleAll(parts, inDoubt)
  // a position may be open to the market: its trade does not wait until every order is settled, it knows how to live with doubt
  const missedFills = await readMissedFills(parts)
  const trades = resumeTrades(parts)
  const isTraded = new Set(
    unfinished.trades.flatMap(({ plan, from }) =>
      trades.some((trade) => trade.id === plan.tradeId) ? from.orders.map(({ clientOrderId }) => clientOrderId) : [],
    ),
  )
  const swept = await sweepOrphans(account, (clientOrderId) => isTraded.has(clientOrderId), parts)
  await withDeadline(account.clock, settleWithinMs, () => Promise.all(settling)).catch(() => undefined)
  const isOpen = ({ clientOrderId }: UnfinishedOrder) => tracker.get(clientOrderId)?.state === 'sent'
  return {
    trades,
    settled: inDoubt.filter((order) => !isOpen(order)).map(({ clientOrderId }) => clientOrderId),
    inDoubt: inDoubt.filter(isOpen).map(({ clientOrderId }) => clientOrderId),
    ...swept,
    missedFills,
    durationMs: account.clock.monotonicMs() - startedMs,
  }
}

/** Orders of one request share its nonce and are asked for together; what was never signed never left. */
function settleAll({ tracker, settle }: RecoveryParts, orders: readonly UnfinishedOrder[]): readonly Promise<void>[] {
  const requests = new Map<string, UnfinishedOrder[]>()
  for (const order of orders) {
    const { clientOrderId, sent } = order
    if (sent === undefined) {
      const refusal = { code: undefined, reason: 'the program ended before it was sent', retryAfterMs: undefined }
      tracker.apply({ clientOrderId, state: 'rejected', timeMs: 0, refusal })
    } else {
      const request = sent.nonceUs?.toString() ?? clientOrderId
      requests.set(request, [...(requests.get(request) ?? []), order])
    }
  }
  return [...requests.values()].map((group) => {
    const elements = group.map(({ clientOrderId, terms }) => ({ clientOrderId, symbol: terms.symbol }))
    return settle(group[0]?.sent ?? { nonceUs: undefined, sentAtMs: 0 }, elements)
  })
}

/** Weight 5 for each symbol on which something of ours was open. */
async function readMissedFills({ account, tracker, unfinished, report }: RecoveryParts): Promise<number> {
  const since = new Map<string, number>()
  for (const { terms, meantMs } of unfinished.orders) {
    since.set(terms.symbol, Math.min(since.get(terms.symbol) ?? meantMs, meantMs))
  }
  const earliestMs = account.exchangeNow() - longestBackMs
  await Promise.all(
    [...since].map(async ([symbol, meantMs]) => {
      try {
        await account.readFills(symbol, Math.max(meantMs - marginMs, earliestMs))
      } catch (error) {
        // orders tell their filled quantity all the same, and the reconciliation asks again
        report('reconcileFailed', `The executions of ${symbol} could not be read: ${String(error)}`)
      }
    }),
  )
  return unfinished.orders.reduce(
    (sum, { clientOrderId, fills }) => sum + (tracker.get(clientOrderId)?.fills.length ?? 0) - fills.length,
    0,
  )
}

function resumeTrades({ account, unfinished, onTradeEvent, report }: RecoveryParts): readonly Trade[] {
  return unfinished.trades.flatMap(({ plan, from }) => {
    try {
      return [resumeTrade(account, plan, from, onTradeEvent)]
    } catch (error) {
      report('recoveryFailed', `The trade ${plan.tradeId} was not resumed: ${String(error)}`)
      return []
    }
  })
}
