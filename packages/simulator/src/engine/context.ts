import type { Account } from './account.ts'
import { AssetBook } from './asset-book.ts'
import type { Holding } from './holding.ts'
import type { Market } from './market.ts'
import type { EnginePolicy, EventSink } from './types.ts'

/** Everything the engine knows. The functions beside this file change it; nothing else does. */
export interface EngineContext {
  readonly policy: EnginePolicy
  readonly emit: EventSink
  readonly historyLimit: number
  readonly defaultLeverage: number
  readonly markets: Map<string, Market>
  readonly accounts: Map<string, Account>
  readonly assets: AssetBook
  /** Other assets that the anonymous side has got for USDT, and that came in altogether. */
  readonly externalAssets: Map<string, bigint>
  readonly assetDeposits: Map<string, bigint>
  /** Holdings with a countdown running. */
  readonly countdowns: Set<Holding>
  /** Time of the running command. */
  nowMs: number
  lastOrderId: number
  lastTradeId: number
  lastMatchId: number
  lastUpdateId: number
  lastTransactionId: number
  lastStrategyId: number
  /** Where money is that is in no wallet. */
  fees: bigint
  insuranceFund: bigint
  externalCash: bigint
  deposits: bigint
}

/** Numbers start in the regions that the real exchange has reached: clients must cope with them. */
export function createContext(
  parts: Pick<EngineContext, 'policy' | 'emit' | 'historyLimit' | 'defaultLeverage' | 'insuranceFund'>,
): EngineContext {
  return {
    ...parts,
    markets: new Map(),
    accounts: new Map(),
    assets: new AssetBook(),
    externalAssets: new Map(),
    assetDeposits: new Map(),
    countdowns: new Set(),
    nowMs: 0,
    lastOrderId: 20_000_000_000,
    lastTradeId: 100_000_000,
    lastMatchId: 0,
    lastUpdateId: 150_000_000_000,
    lastTransactionId: 130_000_000_000,
    lastStrategyId: 1_000_000,
    fees: 0n,
    externalCash: 0n,
    deposits: parts.insuranceFund,
  }
}

/** The account; an id that was never opened is a mistake of the caller. */
export function getAccount(context: EngineContext, accountId: string): Account {
  const account = context.accounts.get(accountId)
  if (account === undefined) throw new RangeError(`No account ${accountId}`)
  return account
}

/** The market; an unknown symbol is a mistake of the caller. */
export function getMarket(context: EngineContext, symbol: string): Market {
  const market = context.markets.get(symbol)
  if (market === undefined) throw new RangeError(`No symbol ${symbol}`)
  return market
}

/** Time never runs backwards: a command that comes late is stamped with the latest time seen. */
export function noteTime(context: EngineContext, nowMs: number): void {
  if (nowMs > context.nowMs) context.nowMs = nowMs
}
