// Follows the best prices until five have come.
import { openPaper } from './support/open-paper.ts'

await using paper = await openPaper()

let seen = 0
const { promise: enough, resolve } = Promise.withResolvers<void>()
const subscription = paper.streams.watchBookTicker({ symbol: 'BTCUSDT' }, (event) => {
  console.log(`bid ${event.bestBid} x ${event.bestBidQuantity}   ask ${event.bestAsk} x ${event.bestAskQuantity}`)
  if (++seen === 5) resolve()
})
await subscription.ready
await enough
subscription.unsubscribe()
