import type { Clock, Connector, Random } from '@aster/core'
import { ParameterError } from '@aster/core'
import type { RestClient } from '@aster/rest'
import type { StreamClient } from '@aster/ws'

import type { EventSink } from './account-event.ts'
import type { Account } from './account.ts'
import { createAccount } from './create-account.ts'
import { loadRules } from './load-rules.ts'

export interface OpenAccountOptions {
  /** In messages and events; the prefix by default. */
  readonly name?: string | undefined
  /** With a signer. */
  readonly rest: RestClient
  /** Market streams, for the best prices. */
  readonly streams: Pick<StreamClient, 'watch'>
  /** For the socket of the user stream. */
  readonly connector: Connector
  /** Where the user stream is, `wss://fstream.asterdex.com`. */
  readonly wsUrl: string
  readonly clock: Clock
  /** For client order ids and the jitter of reconnects. */
  readonly random: Random
  readonly symbols: readonly string[]
  /** 1 to 12 characters; says which orders are ours. One per program and account. */
  readonly clientOrderIdPrefix: string
  /** The exchange's time in milliseconds: `now` of a `createTimeSync`. Measured by the account itself by default. */
  readonly exchangeNow?: (() => number) | undefined
  /** Older best prices lead to no order; 5,000 by default. */
  readonly maxPriceAgeMs?: number | undefined
  /** Time between two readings of the whole account; 15,000 by default. */
  readonly reconcileEveryMs?: number | undefined
  /** Gets everything that happens; see {@link EventSink}. */
  readonly onEvent?: EventSink | undefined
}

/**
 * Opens an account: reads rules, position mode, positions, balances and open orders, and follows them from then on.
 * Resolves when the user stream is live and the picture is complete. Weight 47, and 1 a symbol.
 *
 * @throws {ParameterError} An unknown symbol, or a prefix that does not fit.
 * @throws {RejectedError} The key is refused.
 * @throws {TransportError} The exchange cannot be reached.
 * @example
 * await using account = await openAccount({ rest, streams, connector, wsUrl, clock, random, symbols: ['BTCUSDT'], clientOrderIdPrefix: 'demo' })
 */
export async function openAccount(options: OpenAccountOptions): Promise<Account> {
  const symbols = [...new Set(options.symbols)]
  if (symbols.length === 0) {
    throw new ParameterError('openAccount', [
      { field: 'symbols', rule: 'required', value: '', message: 'must name at least one symbol' },
    ])
  }
  const [rules, { dualSidePosition: hedgeMode }] = await Promise.all([
    loadRules(options.rest, symbols),
    options.rest.position.getPositionMode(),
  ])
  const account = createAccount(options, { symbols, rules, hedgeMode })
  try {
    await account.start()
  } catch (error) {
    await account.close({ policy: 'leaveProtected', timeoutMs: 0 })
    throw error
  }
  return account
}
