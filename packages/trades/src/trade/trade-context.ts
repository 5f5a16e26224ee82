import type { Account } from '../account/account.ts'
import type { TradeReading } from './read-trade.ts'
import type { TradeIncident } from './trade-event.ts'
import type { TradeFacts, TradeRole } from './trade-facts.ts'
import type { MemoryKeeper } from './trade-memory.ts'
import type { TradePlan } from './trade-plan.ts'

/** What the procedures of one trade share. */
export interface TradeContext {
  readonly account: Account
  readonly plan: TradePlan
  readonly facts: () => TradeFacts
  readonly memory: MemoryKeeper
  readonly reading: () => TradeReading
  /** Takes an id for an order of this trade, before it is sent. */
  readonly register: (role: TradeRole, level?: number) => string
  /** An id for an order of the entry, which `adopt` then makes the trade's. */
  readonly nextEntryId: () => string
  /** Entry orders carry the trade's intent, from this attempt on. */
  readonly startAttempts: (attempt: number) => void
  /** Makes an id one of this trade's. */
  readonly adopt: (clientOrderId: string, role: TradeRole) => void
  readonly incident: (what: TradeIncident, detail: string) => void
}
