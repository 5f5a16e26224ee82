/** What happened, in words that a console, a log and `explain` share. Decimals are texts, times our clock. */
export type FeedBody =
  /** Where a market is; only the newest of each symbol is kept. */
  | {
      readonly kind: 'market'
      readonly symbol: string
      readonly bestBid: string
      readonly bestAsk: string
      readonly markPrice?: string | undefined
      /** What we quote ourselves, where we do. */
      readonly quotes?: readonly { readonly side: 'BUY' | 'SELL'; readonly price: string; readonly quantity: string }[]
      /** Best levels first, `[price, quantity]`, where the book is shown. */
      readonly bids?: readonly (readonly [price: string, quantity: string])[] | undefined
      readonly asks?: readonly (readonly [price: string, quantity: string])[] | undefined
      /** How old the book was when this was said. */
      readonly ageMs?: number | undefined
    }
  | {
      readonly kind: 'order'
      readonly account: string
      readonly symbol: string
      readonly clientOrderId: string
      readonly status: string
      readonly side: 'BUY' | 'SELL'
      readonly type: string
      readonly quantity: string
      readonly price?: string | undefined
      readonly stopPrice?: string | undefined
      readonly filledQuantity: string
      readonly reason?: string | undefined
    }
  | {
      readonly kind: 'fill'
      readonly account: string
      readonly symbol: string
      readonly clientOrderId: string
      readonly tradeId: string
      readonly side: 'BUY' | 'SELL'
      readonly price: string
      readonly quantity: string
      readonly fee: string
      readonly feeAsset: string
      readonly isMaker: boolean
      readonly realizedPnl?: string | undefined
    }
  | {
      readonly kind: 'position'
      readonly account: string
      readonly symbol: string
      readonly positionSide: string
      readonly quantity: string
      readonly entryPrice: string
      readonly markPrice?: string | undefined
      readonly unrealizedPnl?: string | undefined
      readonly liquidationPrice?: string | undefined
      /** Whether a stop of ours is acknowledged for all of it. */
      readonly isProtected?: boolean | undefined
    }
  /** Why something was or was not done: a signal taken, an entry refused by a rule. */
  | {
      readonly kind: 'decision'
      readonly what: string
      readonly outcome: 'taken' | 'refused' | 'skipped'
      readonly reason: string
      readonly symbol?: string | undefined
      readonly account?: string | undefined
      readonly clientOrderId?: string | undefined
    }
  | {
      readonly kind: 'incident'
      readonly severity: 'info' | 'warning' | 'critical'
      readonly what: string
      readonly detail: string
      readonly symbol?: string | undefined
      readonly account?: string | undefined
      readonly clientOrderId?: string | undefined
    }
  /** How much of a limit is used: weight, orders, risk. Only the newest of each name is kept. */
  | {
      readonly kind: 'limit'
      readonly name: string
      readonly used: number
      readonly limit: number
      readonly account?: string | undefined
    }
  /** How long something takes; only the newest of each name is kept. */
  | {
      readonly kind: 'latency'
      readonly name: string
      readonly p50Ms: number
      readonly p99Ms: number
      readonly count: number
    }
  /** How far our clock is from the exchange's, positive when ours is ahead. Only the newest of each account is kept. */
  | { readonly kind: 'clock'; readonly account: string; readonly driftMs: number }
  /** What an account is worth. Only the newest of each account is kept. */
  | {
      readonly kind: 'equity'
      readonly account: string
      readonly walletBalance: string
      readonly realizedPnl: string
      readonly unrealizedPnl: string
      readonly fees: string
      readonly funding: string
    }
  /** Something that was asked of the program from outside, and what came of it. Only the newest of each id is kept. */
  | {
      readonly kind: 'signal'
      readonly id: string
      readonly strategy: string
      /** What it wants: `open`, `close`, `target`. */
      readonly action: string
      readonly symbol: string
      readonly account?: string | undefined
      readonly status: 'received' | 'executing' | 'done' | 'refused' | 'failed'
      /** What was done, or why it was not. */
      readonly reason?: string | undefined
      /** When it came in. */
      readonly receivedMs: number
      /** From coming in to its end. */
      readonly latencyMs?: number | undefined
    }

export type FeedKind = FeedBody['kind']

/** One event of the feed. */
export type FeedEvent = FeedBody & {
  /** From 1, without holes. */
  readonly sequence: number
  readonly atMs: number
  /** Ties together what one signal or decision led to, from the webhook to the fill. */
  readonly correlationId?: string | undefined
}
