import type { Clock } from '@aster/core'

import type { AccountRegistry } from '../accounts/account-registry.ts'
import type { MoveBook } from '../accounts/move-book.ts'
import type { SpotWallets } from '../accounts/spot-wallets.ts'
import type { Engine, EnginePolicy } from '../engine/types.ts'
import { createAccountHandlers } from '../handlers/account-handlers.ts'
import { createAgentHandlers } from '../handlers/agent-handlers.ts'
import { announcementHandlers } from '../handlers/announcement-handlers.ts'
import { createBuilderHandlers } from '../handlers/builder-handlers.ts'
import { createGuardedCancelHandlers } from '../handlers/guarded-cancel-handlers.ts'
import { createKlineHandlers } from '../handlers/kline-handlers.ts'
import { createMarketHandlers } from '../handlers/market-handlers.ts'
import { createMarketInfoHandlers } from '../handlers/market-info-handlers.ts'
import { createOrderHandlers } from '../handlers/order-handlers.ts'
import { createOrderQueryHandlers } from '../handlers/order-query-handlers.ts'
import { createPositionHandlers } from '../handlers/position-handlers.ts'
import { createProtectionHandlers } from '../handlers/protection-handlers.ts'
import { createStrategyHandlers } from '../handlers/strategy-handlers.ts'
import { createStreamHandlers } from '../handlers/stream-handlers.ts'
import { createSubAccountHandlers } from '../handlers/sub-account-handlers.ts'
import { createTransferHandlers } from '../handlers/transfer-handlers.ts'
import { createWithdrawalHandlers } from '../handlers/withdrawal-handlers.ts'
import type { FundingHistory } from '../history/funding-history.ts'
import type { MarketRecord } from '../history/market-record.ts'
import type { Handlers } from '../http/handler.ts'
import type { ListenKeys } from '../streams/listen-keys.ts'
import type { ExchangeInfo } from './exchange-info.ts'

export interface HandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly registry: AccountRegistry
  readonly spot: SpotWallets
  readonly moves: MoveBook
  readonly listenKeys: ListenKeys
  readonly info: ExchangeInfo
  readonly getRecord: (symbol: string) => MarketRecord | undefined
  readonly funding: FundingHistory
  readonly fundingIntervalHours: Readonly<Record<string, number>>
  readonly guardedCancel: EnginePolicy['guardedCancel']
}

/** Every handler by the name of its endpoint. A declared endpoint that is not here answers -4084. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { engine, clock, registry, spot, moves, listenKeys, info, getRecord } = parts
  const assets = info.assets.map(({ asset }) => asset)
  /** Rules can change while the exchange runs: the engine has the last word. */
  const exchangeInfo = () => ({
    ...info,
    symbols: info.symbols.map((entry) => engine.getSymbol(entry.symbol) ?? entry),
  })
  return {
    ...createMarketHandlers({ engine, clock, exchangeInfo, getRecord }),
    ...createKlineHandlers({ clock, getRecord }),
    ...createMarketInfoHandlers({ ...parts, assets }),
    ...createOrderHandlers({ engine, clock, registry }),
    ...createOrderQueryHandlers(engine),
    ...createStrategyHandlers({ engine, clock, registry }),
    ...createProtectionHandlers({ engine, clock }),
    ...createGuardedCancelHandlers(parts),
    ...createAccountHandlers({ engine, clock, assets }),
    ...createAgentHandlers({ clock, registry }),
    ...createPositionHandlers({ engine, clock }),
    ...createTransferHandlers({ engine, clock, spot, moves }),
    ...createSubAccountHandlers({ engine, clock, registry, spot }),
    ...createWithdrawalHandlers({ engine, clock, registry, moves }),
    ...createBuilderHandlers({ engine, clock, registry }),
    ...announcementHandlers,
    ...createStreamHandlers(listenKeys),
  }
}
