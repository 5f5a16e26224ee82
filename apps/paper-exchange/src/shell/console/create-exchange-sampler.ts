import type { FeedBody } from '@aster/core'
import type { ConsoleList } from '@aster/runtime'
import type { Exchange } from '@aster/simulator'

import { createAccountNames } from './create-account-names.ts'
import { type AccountSampler, createAccountSampler } from './create-account-sampler.ts'

/** Looks at an exchange from outside and tells what is new. */
export interface ExchangeSampler {
  sample(): void
  /** The accounts as they were when last looked at. */
  listAccounts(): ConsoleList
}

const shownLevels = 8
/** A page with more is of no use to anybody. */
const mostAccounts = 50

export function createExchangeSampler(options: {
  readonly exchange: Exchange
  readonly publish: (body: FeedBody) => void
}): ExchangeSampler {
  const { exchange, publish } = options
  const { engine } = exchange
  const names = createAccountNames(exchange)
  const samplers = new Map<string, AccountSampler>()
  let hidden = 0

  const sampleMarket = (symbol: string): void => {
    const { bids, asks } = engine.getDepth(symbol, shownLevels)
    const [bid, ask] = [bids[0], asks[0]]
    // an empty side has no price
    if (bid === undefined || ask === undefined) return
    const { markPrice } = engine.getMark(symbol)
    publish({ kind: 'market', symbol, bestBid: bid[0], bestAsk: ask[0], markPrice, bids, asks })
  }

  const sampleAccounts = (): void => {
    const ids = engine.accountIds()
    hidden = Math.max(0, ids.length - mostAccounts)
    for (const accountId of ids.slice(0, mostAccounts)) {
      const known = samplers.get(accountId)
      const sampler = known ?? createAccountSampler({ engine, accountId, name: names.short(accountId), publish })
      if (known === undefined) samplers.set(accountId, sampler)
      sampler.sample()
    }
  }

  return {
    sample() {
      for (const symbol of exchange.symbols) sampleMarket(symbol)
      sampleAccounts()
    },
    listAccounts() {
      const lines = [...samplers].map(([accountId, sampler]) => ({
        text: `${names.long(accountId)}: ${sampler.summary}`,
      }))
      if (hidden > 0) lines.push({ text: `and ${hidden} more, which are not shown` })
      return { id: 'accounts', title: 'Accounts', lines, empty: 'nobody has called yet' }
    },
  }
}
