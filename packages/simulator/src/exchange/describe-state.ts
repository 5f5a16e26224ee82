import type { AccountRegistry } from '../accounts/account-registry.ts'
import type { SpotWallets } from '../accounts/spot-wallets.ts'
import { formatMoney } from '../engine/money.ts'
import type { Engine } from '../engine/types.ts'
import type { FaultReport } from '../faults/create-fault-layer.ts'
import type { Realism } from '../realism/realism.ts'
import type { StreamHub } from '../streams/stream-hub.ts'

export interface StateParts {
  readonly engine: Engine
  readonly registry: AccountRegistry
  readonly hub: StreamHub
  readonly spot: SpotWallets
  readonly faultReport: FaultReport
  readonly realism: Realism
  /** Whether the state is kept over a restart. */
  readonly isKept: boolean
  readonly nowMs: number
  readonly marketName: string
  readonly requests: number
  readonly faults: readonly string[]
}

/** What `GET /simulator/state` answers: everything at a glance, without keys. */
export function describeState({ engine, registry, hub, spot, ...parts }: StateParts): object {
  return {
    time: parts.nowMs,
    market: parts.marketName,
    symbols: engine.symbols().map((symbol) => {
      const top = engine.getTop(symbol)
      const mark = engine.getMark(symbol)
      return {
        symbol,
        status: engine.getSymbol(symbol)?.status ?? null,
        bidPrice: engine.formatPrice(symbol, top.bidTicks),
        bidQty: engine.formatQuantity(symbol, top.bidLots),
        askPrice: engine.formatPrice(symbol, top.askTicks),
        askQty: engine.formatQuantity(symbol, top.askLots),
        lastPrice: engine.getLastPrice(symbol) ?? null,
        markPrice: mark.markPrice,
        indexPrice: mark.indexPrice,
        fundingRate: mark.lastFundingRate,
        nextFundingTime: mark.nextFundingMs,
      }
    }),
    accounts: registry.list().map(({ accountId, user, agents }) => ({
      accountId,
      user: user ?? null,
      agents: [...agents.values()].map((agent) => agent.address),
      config: engine.getAccountConfig(accountId),
      leverage: Object.fromEntries(engine.symbols().map((symbol) => [symbol, engine.getLeverage(accountId, symbol)])),
      balance: engine.getBalance(accountId),
      spot: spot
        .list()
        .filter((wallet) => wallet.accountId === accountId)
        .map(({ asset, amount }) => ({ asset, amount: formatMoney(amount) })),
      positions: engine.getPositions(accountId).filter((position) => /[1-9]/.test(position.quantity)),
      openOrders: engine.getOpenOrders(accountId),
    })),
    money: engine.getMoney(),
    connections: hub.connectionCount,
    streams: hub.countListeners(),
    requests: parts.requests,
    realism: parts.realism,
    kept: parts.isKept,
    script: parts.faultReport,
    faults: parts.faults,
  }
}
