import type { Clock } from '@aster/core'

import type { AccountSpec } from '../accounts/account-spec.ts'
import type { EngineSettings } from '../engine/types.ts'
import type { FaultScriptInput } from '../faults/fault-script.ts'
import type { MarketFeedSpec } from '../market/market-feed.ts'
import type { Realism } from '../realism/realism.ts'
import type { StateStore } from './durable/state-store.ts'
import type { ExchangeInfo } from './exchange-info.ts'

/** How an exchange is built. Everything but the clock has a safe default. */
export interface ExchangeOptions {
  /** The exchange's time: authentication, `/time`, limits, listen keys, every stamp. */
  readonly clock: Clock
  /** Decides everything that chance decides: the market, ids of listen keys, the invented past. 1 by default. */
  readonly seed?: number | string | undefined
  /** Symbols to trade, out of `exchangeInfo`; BTCUSDT, ETHUSDT and ASTERUSDT by default. */
  readonly symbols?: readonly string[] | undefined
  /** Rules of the symbols; a built-in list by default. */
  readonly exchangeInfo?: ExchangeInfo | undefined
  /** Where prices come from; `synthetic` by default. */
  readonly market?: MarketFeedSpec | undefined
  /** How fast the market runs against the clock; 1 by default. Nothing else is scaled. */
  readonly speed?: number | undefined
  /** False counts weights and orders, but never refuses; true by default. */
  readonly limits?: boolean | undefined
  /** How far a V3 nonce may be from the exchange's time, either way; 10,000 ms by default. */
  readonly nonceWindowMs?: number | undefined
  /** True refuses unknown V3 users; by default they get an account when they call from this machine. */
  readonly closed?: boolean | undefined
  readonly accounts?: readonly AccountSpec[] | undefined
  /** Fees, brackets, policies of the engine. */
  readonly engine?: Omit<EngineSettings, 'symbols'> | undefined
  /**
   * How kind the exchange is: delays each way, queues, impact, fees. See `realismPresets`. Fees and queue model in
   * `engine` go before.
   */
  readonly realism?: Realism | undefined
  /** What goes wrong, from the start. */
  readonly faults?: FaultScriptInput | undefined
  /**
   * Keeps accounts, orders, positions and balances over a restart; nothing by default. What was kept is there again when
   * the exchange is built; answers and user events wait until what they tell of is kept.
   */
  readonly store?: StateStore | undefined
  /** The store has failed: nothing is acknowledged from now on. The exchange should be stopped. */
  readonly onStoreFailure?: ((error: unknown) => void) | undefined
  /** A fault of the exchange itself, which a caller saw as HTTP 500. For logs. */
  readonly onFault?: ((error: unknown) => void) | undefined
}
