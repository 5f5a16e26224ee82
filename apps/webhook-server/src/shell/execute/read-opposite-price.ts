import type { Side } from '@aster/core'
import type { Account } from '@aster/trades'

/**
 * The best price that an order of this side can take.
 *
 * @throws {StalePriceError} None is young enough.
 */
export async function readOppositePrice(
  { prices }: Pick<Account, 'prices'>,
  symbol: string,
  side: Side,
): Promise<string> {
  const { bidPrice, askPrice } = await prices.read(symbol)
  return side === 'BUY' ? askPrice : bidPrice
}
