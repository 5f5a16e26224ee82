import type { Account } from '../account/account.ts'
import type { BboOptions, BboResult } from './bbo-options.ts'
import { placeBboOrderWithRetry } from './place-bbo-order-with-retry.ts'

export interface ChaseOptions extends BboOptions {
  /**
   * How the order follows. `amend` moves it (one request, V3 only), `replace` cancels it and places what has not filled
   * (two requests). By default `amend` where it is offered.
   */
  readonly how?: 'amend' | 'replace' | undefined
  /** How often the price is looked at while nothing happens; 500 by default. */
  readonly everyMs?: number | undefined
  /** How far the best price may run from the first one, in percent; 0.5 by default. */
  readonly maxChasePercent?: number | undefined
  /** For the whole; 60,000 by default. */
  readonly deadlineMs?: number | undefined
  /** What happens to the rest at the end: given up, or taken from the market within the chase limit. */
  readonly finalAction?: 'cancel' | 'cross' | undefined
  readonly onOrder?: ((clientOrderId: string) => void) | undefined
}

/**
 * Follows the best price with one post-only order until all of it has filled, the price has run too far or the time is
 * up. As `placeBboOrderWithRetry`, without a limit on how often the price may be followed. Nothing is left resting.
 *
 * Not by the exchange's own chase: its orders carry no client order id of ours, so that one whose answer is lost could
 * not be told from any other.
 *
 * @throws {BboNotFilledError} Not all of it filled; says how much did, and why it ended.
 * @throws The errors of `placeBboOrderWithRetry`.
 * @example
 * const { averagePrice } = await chase(account, { symbol: 'SOLUSDT', side: 'BUY', quantity: '0.1', deadlineMs: 20_000 })
 */
export function chase(account: Account, options: ChaseOptions): Promise<BboResult> {
  const { how = account.rest.apiVersion === 'v3' ? 'amend' : 'replace', everyMs = 500, ...rest } = options
  return placeBboOrderWithRetry(account, {
    ...rest,
    reprice: how,
    fillTimeoutMs: everyMs,
    maxRetries: Number.MAX_SAFE_INTEGER,
    label: options.label ?? 'ch',
  })
}
