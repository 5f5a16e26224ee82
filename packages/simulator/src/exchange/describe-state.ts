import type { AccountRegistry } from '../accounts/account-registry.ts'
import type { Engine } from '../engine/types.ts'
import type { StreamHub } from '../streams/stream-hub.ts'

export interface StateParts {
  readonly engine: Engine
  readonly registry: AccountRegistry
  readonly hub: StreamHub
  readonly nowMs: number
  readonly marketName: string
  readonly requests: number
  readonly faults: readonly string[]
}

/** What `GET /simulator/state` answers: everything at a glance, without keys. */
export function describeState({ engine, registry, hub, ...parts }: StateParts): object {
  return {
    time: parts.nowMs,
    market: parts.marketName,
    symbols: engine.symbols().map((symbol) => {
      const top = engine.getTop(symbol)
      const mark = engine.getMark(symbol)
      return {
        symbol,
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
      balance: engine.getBalance(accountId),
      positions: engine.getPositions(accountId).filter((position) => /[1-9]/.test(position.quantity)),
      openOrders: engine.getOpenOrders(accountId),
    })),
    money: engine.getMoney(),
    connections: hub.connectionCount,
    requests: parts.requests,
    faults: parts.faults,
  }
}
