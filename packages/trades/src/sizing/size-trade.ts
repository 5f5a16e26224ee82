import { getSideSign, ParameterError, type Side, toDecimal } from '@aster/core'

import type { Account } from '../account/account.ts'
import { pickOppositePrice } from '../prices/pick-price.ts'
import { parseDistance } from '../trade/parse-distance.ts'
import { priceStop } from '../trade/price-exits.ts'
import type { DecimalInput, DistanceOptions } from '../trade/trade-options.ts'
import { planSize, type SizeOptions, type SizePlan } from './plan-size.ts'

/**
 * Sizes a position on what the account holds and what the market asks now: equity is the wallet balance of the symbol's
 * margin asset, the price the best offer for a buy and the best bid for a sell. Sends no order.
 *
 * @throws {ParameterError} See `planSize`; also when the balance of the margin asset is not known.
 * @throws {StalePriceError} No best price is young enough.
 * @example
 * const { quantity, report } = await sizeTrade(account, { symbol: 'BTCUSDT', side: 'BUY', size: { riskPercent: 1 }, stop: { percent: 0.5 } })
 */
export async function sizeTrade(
  account: Account,
  request: {
    readonly symbol: string
    readonly side: Side
    readonly size: SizeOptions
    readonly stop?: DistanceOptions
    /** A limit entry's; the best opposite price by default. */
    readonly price?: DecimalInput
    readonly feeRate?: DecimalInput
    readonly maxNotional?: DecimalInput
  },
): Promise<SizePlan> {
  const { symbol, side, size, stop, feeRate, maxNotional } = request
  const rules = account.getRules(symbol)
  const price = request.price ?? pickOppositePrice(await account.prices.read(symbol), side)
  const stopPrice = stop === undefined ? undefined : priceStop(rules, side, String(price), parseDistance('stop', stop))
  if (stopPrice !== undefined && toDecimal(price).minus(stopPrice).times(getSideSign(side)).lte(0)) {
    const message = `must be on the losing side of ${price}`
    throw new ParameterError('sizeTrade', [{ field: 'stop', rule: 'order', value: stopPrice, message }])
  }
  const equity = account.balances.find(({ asset }) => asset === rules.marginAsset)?.walletBalance
  return planSize(rules, {
    size,
    price,
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(equity === undefined ? {} : { equity }),
    ...(feeRate === undefined ? {} : { feeRate }),
    ...(maxNotional === undefined ? {} : { maxNotional }),
  })
}
