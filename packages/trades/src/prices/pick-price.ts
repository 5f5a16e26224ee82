import type { Side } from '@aster/core'

import type { Touch } from './touch.ts'

type BestPrices = Pick<Touch, 'bidPrice' | 'askPrice'>

/** The best price on the side on which an order rests; also what closing a position of this side gets. */
export const pickOwnPrice = ({ bidPrice, askPrice }: BestPrices, side: Side): string =>
  side === 'BUY' ? bidPrice : askPrice

/** The best price that an order can take. */
export const pickOppositePrice = ({ bidPrice, askPrice }: BestPrices, side: Side): string =>
  side === 'BUY' ? askPrice : bidPrice
