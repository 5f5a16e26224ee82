import { type Clock, type VirtualClock, createSystemClock, createVirtualClock } from '@aster/core'

import { createExchange } from '../exchange/create-exchange.ts'
import type { ExchangeOptions } from '../exchange/exchange-options.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Listener } from '../exchange/listen.ts'
import { testAccounts } from './test-accounts.ts'

/** 1 January 2026, 12:00:00 UTC: where virtual clocks of tests begin. */
export const testStartMs = Date.UTC(2026, 0, 1, 12)

export type TestExchangeOptions = Omit<ExchangeOptions, 'clock'>

export interface TestExchange extends AsyncDisposable {
  readonly exchange: Exchange
  readonly clock: VirtualClock
}

/**
 * Starts an exchange in memory under a virtual clock: BTCUSDT on a quiet market, with {@link testAccounts}, unless told
 * otherwise.
 *
 * @example
 * await using test = await startTestExchange({ market: 'synthetic', seed: 3 })
 * const transport = test.exchange.transport()
 * await test.clock.advance(1000)
 */
export async function startTestExchange(
  options: TestExchangeOptions & { readonly startMs?: number } = {},
): Promise<TestExchange> {
  const { startMs = testStartMs, ...rest } = options
  const clock = createVirtualClock({ startMs })
  const exchange = createExchange({ ...testDefaults, ...rest, clock })
  await clock.runUntil(exchange.start())
  return { exchange, clock, [Symbol.asyncDispose]: () => clock.runUntil(exchange.stop()) }
}

export interface SocketExchange extends AsyncDisposable {
  readonly exchange: Exchange
  readonly restUrl: string
  readonly wsUrl: string
  readonly listener: Listener
  readonly clock: Clock
}

/** Starts an exchange on a free port of this machine, on the system clock. For tests over real sockets. */
export async function startSocketExchange(options: TestExchangeOptions = {}): Promise<SocketExchange> {
  const clock = createSystemClock()
  const exchange = createExchange({ ...testDefaults, ...options, clock })
  await exchange.start()
  const listener = await exchange.listen({ host: '127.0.0.1', port: 0 })
  return {
    exchange,
    clock,
    listener,
    restUrl: listener.restUrl,
    wsUrl: listener.wsUrl,
    [Symbol.asyncDispose]: () => exchange.stop(),
  }
}

const testDefaults: TestExchangeOptions = { market: 'quiet', symbols: ['BTCUSDT'], accounts: testAccounts }
