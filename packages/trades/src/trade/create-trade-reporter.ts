import type { Account } from '../account/account.ts'
import { createEventPump } from '../account/event-pump.ts'
import { type Fill, fillKey } from '../fills/fill.ts'
import type { OrderState } from '../orders/evidence.ts'
import type { TradeEvent, TradeIncident } from './trade-event.ts'
import type { TradeFacts, TradeRole } from './trade-facts.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeCause, TradeState } from './trade-state.ts'

type Body<Event> = Event extends TradeEvent ? Omit<Event, 'tradeId' | 'symbol' | 'sequence' | 'atMs'> : never

/** Tells what happens to a trade, in order, each thing once. */
export interface TradeReporter {
  readonly tell: (body: Body<TradeEvent>) => void
  readonly incident: (what: TradeIncident, detail: string) => void
  readonly transition: (from: TradeState, to: TradeState, cause: TradeCause) => void
  /** Tells of new order states and new fills. */
  readonly compare: (facts: TradeFacts) => void
  readonly drain: () => Promise<void>
}

export function createTradeReporter(
  account: Account,
  plan: TradePlan,
  onEvent: ((event: TradeEvent) => void | Promise<void>) | undefined,
  firstSequence = 0,
): TradeReporter {
  let sequence = firstSequence
  const states = new Map<string, OrderState>()
  const fills = new Set<string>()
  const pump = createEventPump<TradeEvent>(onEvent, (error) => {
    account.emit({ type: 'incident', atMs: account.clock.now(), what: 'listenerFailed', detail: String(error) })
  })
  const tell = (body: Body<TradeEvent>) => {
    const { tradeId, symbol } = plan
    const event = { tradeId, symbol, sequence, atMs: account.clock.now(), ...body } as TradeEvent
    sequence += 1
    account.emit({ type: 'trade', atMs: event.atMs, trade: event })
    pump.emit(event)
  }
  return {
    tell,
    incident: (what, detail) => tell({ type: 'incident', what, detail }),
    transition: (from, to, cause) => tell({ type: 'transition', from, to, cause }),
    compare(facts) {
      for (const { role, level, view } of facts.orders) {
        if (states.get(view.clientOrderId) !== view.state) {
          states.set(view.clientOrderId, view.state)
          tell({ type: 'order', role, level, order: view })
        }
        for (const fill of view.fills) tellOnce(role, fill)
      }
      for (const fill of facts.foreignFills) tellOnce('foreign', fill)
    },
    drain: pump.drain,
  }

  function tellOnce(role: TradeRole | 'foreign', fill: Fill): void {
    const key = fillKey(fill)
    if (fills.has(key)) return
    fills.add(key)
    tell({ type: 'fill', role, fill })
  }
}
