import type { Clock } from '@aster/core'

import type { AccountEvent } from '../account/account-event.ts'
import { fillKey } from '../fills/fill.ts'
import { isTerminal } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { TradeEvent } from '../trade/trade-event.ts'
import { isTradeOver } from '../trade/trade-state.ts'
import type { OrderNote } from './journal-entry.ts'
import type { AccountJournal } from './journal.ts'

/** Writes down what happens on an account. */
export interface AccountRecorder {
  /**
   * A promise for what has to be on the disk before anything leaves: `sent`, and with it the intent before it.
   *
   * @throws {JournalError} An intent, while the journal cannot be written.
   */
  take(event: AccountEvent): Promise<void> | undefined
  /** An order of ours has changed. */
  takeOrder(view: OrderView, before: OrderView | undefined): void
}

export function createAccountRecorder(journal: AccountJournal, clock: Clock): AccountRecorder {
  const takeTrade = (atMs: number, event: TradeEvent) => {
    const { tradeId } = event
    switch (event.type) {
      case 'created':
        return journal.note({ type: 'tradeOpened', atMs, tradeId, plan: event.plan })
      case 'resumed':
        return journal.note({ type: 'tradeResumed', atMs, tradeId })
      case 'orderId': {
        const { clientOrderId, role, level } = event
        return journal.note({ type: 'tradeOrder', atMs, tradeId, clientOrderId, role, level })
      }
      case 'transition': {
        const { from, to, cause } = event
        return journal.note({ type: 'tradeTransition', atMs, tradeId, from, to, cause })
      }
      case 'memory':
        return journal.note({ type: 'tradeMemory', atMs, tradeId, memory: event.memory })
      case 'incident':
        return journal.note({ type: 'incident', atMs, tradeId, what: event.what, detail: event.detail })
      case 'result':
        // one that was left on the exchange is taken up again by the next start
        if (!isTradeOver(event.result.state) || event.result.exitReason === 'left') return undefined
        return journal.note({ type: 'tradeEnded', atMs, tradeId, result: event.result })
      default:
        return undefined
    }
  }

  return {
    take(event) {
      const { atMs } = event
      if (event.type === 'intent') {
        if (journal.failure !== undefined) throw journal.failure
        journal.note({ type: 'intent', atMs, clientOrderId: event.clientOrderId, terms: event.terms })
      }
      if (event.type === 'sent') {
        const { clientOrderId, nonceUs } = event
        return journal.append({ type: 'sent', atMs, clientOrderId, nonceUs: nonceUs?.toString() })
      }
      if (event.type === 'trade') takeTrade(atMs, event.trade)
      if (event.type === 'incident') {
        const { what, detail, clientOrderId } = event
        journal.note({ type: 'incident', atMs, what, detail, clientOrderId })
      }
      return undefined
    },
    takeOrder(view, before) {
      const { clientOrderId } = view
      const atMs = clock.now()
      if (view.fills !== before?.fills) {
        const known = new Map(before?.fills.map((fill) => [fillKey(fill), fill]))
        for (const fill of view.fills) {
          if (known.get(fillKey(fill)) !== fill) journal.note({ type: 'fill', atMs, clientOrderId, fill })
        }
      }
      if (view.state === 'sent' || isSame(view, before)) return
      const isOver = isTerminal(view.state) || view.state === 'presumedAbsent'
      journal.note({ type: isOver ? 'orderEnded' : 'order', atMs, clientOrderId, note: toNote(view) })
    },
  }
}

const isSame = (view: OrderView, before: OrderView | undefined): boolean =>
  before?.state === view.state &&
  before.filledQuantity === view.filledQuantity &&
  before.orderId === view.orderId &&
  before.triggered === view.triggered

const toNote = (view: OrderView): OrderNote => ({
  orderId: view.orderId,
  state: view.state,
  filledQuantity: view.filledQuantity,
  averagePrice: view.averagePrice,
  triggered: view.triggered,
  refusal: view.refusal,
  acknowledgedMs: view.acknowledgedMs,
  updatedMs: view.updatedMs,
})
