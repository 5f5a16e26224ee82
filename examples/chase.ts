// Follows the best bid with one post-only order until all of it has filled; what is left after 10 seconds is taken.
import { BboNotFilledError, chase, openAccount } from '@aster/trades'

import { openPaper } from './support/open-paper.ts'

await using paper = await openPaper()
await using account = await openAccount({ ...paper, symbols: ['BTCUSDT'], clientOrderIdPrefix: 'example' })

try {
  const { filledQuantity, averagePrice, clientOrderIds } = await chase(account, {
    symbol: 'BTCUSDT',
    side: 'BUY',
    quantity: '0.01',
    maxChasePercent: 0.2, // never further than this from the first best bid
    deadlineMs: 10_000,
    finalAction: 'cross',
    onOrder: (clientOrderId) => console.log('order', clientOrderId),
  })
  console.log({ filledQuantity, averagePrice, orders: clientOrderIds.length })
} catch (error) {
  if (!(error instanceof BboNotFilledError)) throw error
  console.log('not all of it:', error.end, error.filledQuantity, 'at', error.averagePrice) // nothing is left resting
}
