import type { BookLevel, LocalOrderBook } from '@aster/ws'

import type { TrueMarket } from '../true-market/create-true-market.ts'
import type { TextLevel } from '../true-market/create-true-side.ts'

const mostLevels = 1_000

/**
 * What is wrong with a book that says it is live; undefined when nothing is, or when it says that it is not.
 *
 * @param ignoresState - Takes it for live whatever it says.
 */
export function judgeBook(book: LocalOrderBook, market: TrueMarket, ignoresState: boolean): string | undefined {
  if (book.state !== 'live' && !ignoresState) return undefined
  const { bids, asks } = ignoresState ? book.view(mostLevels) : book.depth(mostLevels)
  // A book that was never built shows nothing to be wrong about.
  if (ignoresState && bids.length === 0 && asks.length === 0) return undefined
  const truth = market.recall(book.lastUpdateId)
  if (truth === undefined) return `the book is live at ${book.lastUpdateId}, which never was`
  const wrong = describeDifference('bid', bids, truth.bids) ?? describeDifference('ask', asks, truth.asks)
  return wrong === undefined ? undefined : `the book is live at ${book.lastUpdateId} and wrong: ${wrong}`
}

function describeDifference(
  side: string,
  levels: readonly BookLevel[],
  truth: readonly TextLevel[],
): string | undefined {
  if (levels.length === 0) return `no ${side} at all`
  for (const [rank, { price, quantity }] of levels.entries()) {
    const [truePrice, trueQuantity] = truth[rank] ?? ['none', 'none']
    if (Number(price) !== Number(truePrice) || Number(quantity) !== Number(trueQuantity)) {
      return `${side} ${rank + 1} is ${price} x ${quantity}, in truth ${truePrice} x ${trueQuantity}`
    }
  }
  return undefined
}
