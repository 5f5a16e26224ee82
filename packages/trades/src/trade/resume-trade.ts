import type { Account } from '../account/account.ts'
import { runTrade } from './run-trade.ts'
import type { TradeEvent } from './trade-event.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeResumption } from './trade-resumption.ts'
import type { Trade } from './trade.ts'

/**
 * Puts a trade back to work that an earlier process left unfinished. Where it stands is read off the exchange: its
 * orders must be in the account's tracker, and reconciled.
 *
 * @throws {TradeConflictError} Another trade owns the position; says whose.
 * @throws {AccountClosedError} The account is closing.
 */
export function resumeTrade(
  account: Account,
  plan: TradePlan,
  from: TradeResumption,
  onEvent: ((event: TradeEvent) => void | Promise<void>) | undefined,
): Trade {
  const release = account.claim(plan.symbol, plan.positionSide, plan.owner)
  try {
    return runTrade(account, plan, { onEvent, release, from })
  } catch (error) {
    release()
    throw error
  }
}
