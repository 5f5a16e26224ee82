import { getOppositeSide, getSideSign, toDecimal } from '@aster/core'

import { pickOppositePrice } from '../prices/pick-price.ts'
import { priceBreakEven } from './price-stop-now.ts'
import type { TradeContext } from './trade-context.ts'
import { TradeStateError } from './trade-state-error.ts'
import type { TradeState } from './trade-state.ts'

const restsWithinMs = 2_000

/** See `Trade.moveToBreakEven`. */
export async function moveToBreakEven(
  context: TradeContext,
  trade: {
    readonly state: () => TradeState
    readonly isLeaving: () => boolean
    /** Has the trade look at itself. */
    readonly ring: () => void
  },
  { timeoutMs = restsWithinMs }: { readonly timeoutMs?: number } = {},
): Promise<{ readonly stopPrice: string }> {
  const { account, plan, memory } = context
  const refuse = (reason: string) =>
    new TradeStateError({ tradeId: plan.tradeId, state: trade.state(), what: 'be moved to break-even', reason })
  const checkState = () => {
    if (trade.state() !== 'protected') throw refuse('it has no working stop')
    if (memory.get().closing !== undefined || trade.isLeaving()) throw refuse('it is closing')
    if (context.reading().entryLive) throw refuse('its entry still works')
  }
  checkState()
  const touch = await account.prices.read(plan.symbol)
  checkState()
  const sign = getSideSign(plan.side)
  const price = priceBreakEven(context.reading(), context.facts())
  /** Of the stops that stand, whether each is at the price or has won more. */
  const standing = () => {
    const { workingStops } = context.reading()
    const last = workingStops.at(-1)?.terms?.stopPrice
    return last !== undefined && toDecimal(last).minus(price).times(sign).gte(0) ? last : undefined
  }
  const before = standing()
  if (before !== undefined) return { stopPrice: before }
  const best = pickOppositePrice(touch, getOppositeSide(plan.side))
  if (toDecimal(best).minus(price).times(sign).lte(0)) {
    throw refuse(`the best price ${best} has not passed ${price}, where it would break even`)
  }
  memory.remember({ breakEvenAsked: true })
  trade.ring()
  const after = await awaitStop(context, standing, timeoutMs)
  if (after === undefined) throw refuse(`no stop came to rest at ${price} in time`)
  return { stopPrice: after }
}

/** What `find` finds once it finds something, asked whenever an order changes; undefined when the time is up. */
function awaitStop(
  { account }: TradeContext,
  find: () => string | undefined,
  timeoutMs: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const end = (found: string | undefined) => {
      timer.cancel()
      stopWatching()
      resolve(found)
    }
    const timer = account.clock.schedule(timeoutMs, () => end(find()))
    const stopWatching = account.orders.onChange(() => {
      const found = find()
      if (found !== undefined) end(found)
    })
  })
}
