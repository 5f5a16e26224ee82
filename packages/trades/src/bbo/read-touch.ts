import type { Account } from '../account/account.ts'
import { StalePriceError } from '../prices/stale-price-error.ts'
import type { Touch } from '../prices/touch.ts'
import type { BboOptions } from './bbo-options.ts'

/**
 * Best prices that are young enough; the supplied ones stand in when the exchange cannot be asked.
 *
 * @throws {StalePriceError} Neither.
 */
export async function readTouch(account: Account, options: BboOptions): Promise<Touch> {
  const { symbol, bestBid, bestAsk } = options
  try {
    return await account.prices.read(symbol, { signal: options.signal })
  } catch (error) {
    if (!(error instanceof StalePriceError) || bestBid === undefined || bestAsk === undefined) throw error
    return { symbol, bidPrice: bestBid, askPrice: bestAsk, readAtMs: account.clock.monotonicMs() }
  }
}
