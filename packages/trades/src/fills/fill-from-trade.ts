import type { ResultOf, userTradesEndpoint } from '@aster/api'
import { formatDecimal, toDecimal } from '@aster/core'

import type { Fill } from './fill.ts'

type UserTrade = ResultOf<typeof userTradesEndpoint>[number]

/** Reads one row of the account's trades. There a fee is negative when it was charged, on the stream positive. */
export function fillFromTrade(trade: UserTrade): Fill {
  return {
    symbol: trade.symbol,
    orderId: trade.orderId,
    tradeId: trade.id,
    side: trade.side,
    positionSide: trade.positionSide,
    price: plain(trade.price),
    quantity: plain(trade.qty),
    liquidity: trade.maker ? 'maker' : 'taker',
    fee: formatDecimal(toDecimal(trade.commission).negated()),
    feeAsset: trade.commissionAsset === '' ? undefined : trade.commissionAsset,
    realizedPnl: plain(trade.realizedPnl),
    timeMs: trade.time,
  }
}

const plain = (text: string): string => formatDecimal(toDecimal(text))
