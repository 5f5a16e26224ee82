import type { Clock, Connector, Transport, VirtualClock } from '@aster/core'

import type { OpenAccountOptions } from '../account/open-account.ts'
import { createFaultConnector, type FaultConnector } from './fault-connector.ts'
import { createFaultTransport, type FaultTransport } from './fault-transport.ts'
import { openTestAccount, type TestKeys, type TestWorld } from './open-test-account.ts'
import { createTestMarket, type SteeredEngine, type TestMarket } from './test-market.ts'

/** What of a simulated exchange the tests use. */
export interface StagedExchange {
  readonly engine: SteeredEngine & {
    setPositionMode(accountId: string, hedgeMode: boolean, nowMs: number): unknown
    getOpenOrders(accountId: string): readonly { readonly clientOrderId: string; readonly type: string }[]
    getPositions(
      accountId: string,
    ): readonly { readonly symbol: string; readonly positionSide: string; readonly quantity: string }[]
    getBalance(accountId: string): { readonly walletBalance: string }
    getAllOrders(
      accountId: string,
      symbol: string,
      range: object,
    ): readonly {
      readonly clientOrderId: string
      readonly type: string
      readonly origType: string
      readonly executedQty: string
    }[]
    accountIds(): readonly string[]
  }
  readonly restUrl: string
  readonly wsUrl: string
  transport(options?: { readonly latencyMs?: number }): Transport
  connector(options?: { readonly latencyMs?: number }): Connector
}

export interface Scene extends TestWorld {
  readonly clock: VirtualClock
  readonly exchange: StagedExchange
  readonly market: TestMarket
  readonly faults: FaultTransport
  readonly stream: FaultConnector
  readonly accountId: string
  advance(ms: number): Promise<void>
  /** What the exchange itself says, past every fault. */
  readonly truth: () => {
    readonly openOrders: readonly string[]
    readonly positions: readonly string[]
    readonly wallet: string
  }
}

export interface SceneOptions {
  readonly hedge?: boolean
  readonly latencyMs?: number
  readonly account?: Partial<OpenAccountOptions>
  /** Leaves the book as the exchange's own feed makes it. */
  readonly ownMarket?: boolean
}

/** Sets a stage: an exchange that somebody started, a market held in the hand, and an account with faults at hand. */
export async function openScene(
  test: { readonly exchange: StagedExchange; readonly clock: VirtualClock },
  keys: TestKeys,
  { hedge = false, latencyMs = 5, account, ownMarket = false }: SceneOptions = {},
): Promise<Scene> {
  const { exchange, clock } = test
  const accountId = exchange.engine.accountIds()[0] ?? ''
  if (hedge) exchange.engine.setPositionMode(accountId, true, clock.now())
  const market = createTestMarket(exchange.engine, 'BTCUSDT', () => clock.now())
  if (!ownMarket) market.moveTo('96000')
  const faults = createFaultTransport(exchange.transport({ latencyMs }), clock satisfies Clock)
  const stream = createFaultConnector(exchange.connector({ latencyMs }), clock)
  const world = await openTestAccount({
    clock,
    transport: faults,
    connector: stream,
    restUrl: exchange.restUrl,
    wsUrl: exchange.wsUrl,
    keys,
    ...(account === undefined ? {} : { options: account }),
  })
  return {
    ...world,
    clock,
    exchange,
    market,
    faults,
    stream,
    accountId,
    advance: (ms) => clock.advance(ms),
    truth: () => ({
      openOrders: exchange.engine.getOpenOrders(accountId).map((order) => `${order.type} ${order.clientOrderId}`),
      positions: exchange.engine
        .getPositions(accountId)
        .filter((position) => /[1-9]/.test(position.quantity))
        .map((position) => `${position.symbol} ${position.positionSide} ${position.quantity}`),
      wallet: exchange.engine.getBalance(accountId).walletBalance,
    }),
  }
}
