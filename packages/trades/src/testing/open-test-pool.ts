import { agentSigner, computeKeyAddress, createNonceSource } from '@aster/auth'
import { deriveAgentKey } from '@aster/auth/seeded'
import { createSeededRandom, type VirtualClock } from '@aster/core'
import { createRestClient } from '@aster/rest'
import { createStreamClient } from '@aster/ws'

import { openAccount, type OpenAccountOptions } from '../account/open-account.ts'
import { type AccountPool, createAccountPool, type PoolAccount } from '../pool/create-account-pool.ts'
import { createFaultTransport, type FaultTransport } from './fault-transport.ts'
import type { StagedExchange } from './open-scene.ts'
import { createTestMarket, type TestMarket } from './test-market.ts'

interface PooledExchange extends StagedExchange {
  openAccount(spec: { usdt: string; v3: { user: string; signers: string[] } }): string
}

export interface TestPool extends AsyncDisposable {
  readonly pool: AccountPool
  readonly market: TestMarket
  /** Of each account's own line. */
  readonly faults: ReadonlyMap<string, FaultTransport>
  readonly run: <T>(work: Promise<T>, limitMs?: number) => Promise<T>
  /** What the exchange itself says of each account: open orders and positions. */
  readonly truth: () => readonly { readonly orders: number; readonly positions: readonly string[] }[]
}

/** Opens accounts a, b, c, … with the balances given, on one simulated exchange, over one transport each. */
export async function openTestPool(
  test: { readonly exchange: PooledExchange; readonly clock: VirtualClock },
  balances: readonly string[],
  options: {
    readonly account?: Partial<OpenAccountOptions>
    readonly multipliers?: readonly (string | undefined)[]
    readonly hedge?: boolean
    /** One transport for all, as on one machine. */
    readonly isShared?: boolean
  } = {},
): Promise<TestPool> {
  const { exchange, clock } = test
  const market = createTestMarket(exchange.engine, 'BTCUSDT', () => clock.now())
  market.moveTo('96000')
  const random = createSeededRandom('pool')
  const faults = new Map<string, FaultTransport>()
  const shared = createFaultTransport(exchange.transport({ latencyMs: 5 }), clock)
  const accountIds: string[] = []
  const closers: (() => Promise<void>)[] = []
  const run = <T>(work: Promise<T>, limitMs = 600_000) => clock.runUntil(work, { limitMs })
  const accounts: PoolAccount[] = []
  for (const [index, usdt] of balances.entries()) {
    const id = String.fromCodePoint(97 + index)
    const own = random.fork(id)
    const agentKey = deriveAgentKey(own.fork('agent'))
    const user = computeKeyAddress(deriveAgentKey(own.fork('user')))
    const accountId = exchange.openAccount({ usdt, v3: { user, signers: [computeKeyAddress(agentKey)] } })
    if (options.hedge === true) exchange.engine.setPositionMode(accountId, true, clock.now())
    accountIds.push(accountId)
    const transport =
      options.isShared === true ? shared : createFaultTransport(exchange.transport({ latencyMs: 5 }), clock)
    faults.set(id, transport)
    const connector = exchange.connector({ latencyMs: 5 })
    const streams = createStreamClient({ connector, clock, random: own.fork('streams'), baseUrl: exchange.wsUrl })
    closers.push(() => streams.close())
    const signer = agentSigner({ privateKey: agentKey, user, nonces: createNonceSource({ clock }) })
    const rest = createRestClient({ transport, clock, baseUrl: exchange.restUrl, signer, random: own.fork('rest') })
    const account = await run(
      openAccount({
        rest,
        streams,
        connector,
        wsUrl: exchange.wsUrl,
        clock,
        random: own.fork('account'),
        symbols: ['BTCUSDT'],
        clientOrderIdPrefix: 'pool',
        name: id,
        ...options.account,
      }),
    )
    accounts.push({ id, account, multiplier: options.multipliers?.[index] })
  }
  const pool = createAccountPool(accounts, { clock })
  return {
    pool,
    market,
    faults,
    run,
    truth: () =>
      accountIds.map((accountId) => ({
        orders: exchange.engine.getOpenOrders(accountId).length,
        positions: exchange.engine
          .getPositions(accountId)
          .filter(({ quantity }) => /[1-9]/.test(quantity))
          .map(({ positionSide, quantity }) => `${positionSide} ${quantity}`),
      })),
    async [Symbol.asyncDispose]() {
      await run(pool.close({ timeoutMs: 20_000 }))
      for (const close of closers) await run(close())
    },
  }
}
