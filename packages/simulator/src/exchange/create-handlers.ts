import type { Clock } from '@aster/core'

import type { AccountRegistry } from '../accounts/account-registry.ts'
import type { Engine } from '../engine/types.ts'
import { createAccountHandlers } from '../handlers/account-handlers.ts'
import { createMarketHandlers } from '../handlers/market-handlers.ts'
import { createOrderHandlers } from '../handlers/order-handlers.ts'
import { createOrderQueryHandlers } from '../handlers/order-query-handlers.ts'
import { createPositionHandlers } from '../handlers/position-handlers.ts'
import { createStreamHandlers } from '../handlers/stream-handlers.ts'
import type { MarketRecord } from '../history/market-record.ts'
import type { Handlers } from '../http/handler.ts'
import type { ListenKeys } from '../streams/listen-keys.ts'
import type { ExchangeInfo } from './exchange-info.ts'

export interface HandlerParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly registry: AccountRegistry
  readonly listenKeys: ListenKeys
  readonly info: ExchangeInfo
  readonly getRecord: (symbol: string) => MarketRecord | undefined
}

/** Every handler by the name of its endpoint. A declared endpoint that is not here answers -4084. */
export function createHandlers({ engine, clock, registry, listenKeys, info, getRecord }: HandlerParts): Handlers {
  const assets = info.assets.map(({ asset }) => asset)
  /** Rules can change while the exchange runs: the engine has the last word. */
  const exchangeInfo = () => ({
    ...info,
    symbols: info.symbols.map((entry) => engine.getSymbol(entry.symbol) ?? entry),
  })
  return {
    ...createMarketHandlers({ engine, clock, exchangeInfo, getRecord }),
    ...createOrderHandlers({ engine, clock }),
    ...createOrderQueryHandlers(engine),
    ...createAccountHandlers({ engine, clock, registry, assets }),
    ...createPositionHandlers({ engine, clock }),
    ...createStreamHandlers(listenKeys),
  }
}
