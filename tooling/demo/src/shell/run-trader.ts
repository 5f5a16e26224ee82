import { type Clock, getOppositeSide, type Side, sleep } from '@aster/core'
import { type Account, createTrade, type Trade, type TradeResult } from '@aster/trades'

import { type Bracket, planBracket } from '../core/plan-bracket.ts'
import { toTradeRecord } from '../core/to-trade-record.ts'
import type { TradeRecord } from '../core/trade-record.ts'
import { computeDeviation } from '../core/volatility.ts'
import type { Story } from './create-story.ts'
import type { MarketWatch } from './watch-market.ts'

export interface TraderParts {
  readonly account: Account
  readonly symbol: string
  readonly clock: Clock
  readonly market: MarketWatch
  readonly firstSide: Side
  /** Aborts when no more entries are to be taken. */
  readonly entries: AbortSignal
  /** Aborts when a trade under way is to be closed; never before `entries`. */
  readonly closing: AbortSignal
  /** True plans and shows, and sends no order. */
  readonly isDry: boolean
  readonly elapsedMs: () => number
  readonly story: Story
  readonly onPhase: (phase: string) => void
  readonly onRecord: (record: TradeRecord) => void
}

/** Exits are placed for what the price does in this time. */
const horizonMs = 3_000
const timeStopMs = 8_000
/** Prices have to be seen for this long before the first trade. */
const warmUpMs = 1_500
const pauseMs = 250
const riskUsdt = 2
const maxNotionalUsdt = 2_000

/**
 * Trades one symbol, one bracket after the other, long and short in turn, until `entries` aborts. What should not happen
 * (a position that nobody here opened) ends this trader alone.
 */
export async function runTrader(parts: TraderParts): Promise<void> {
  try {
    await tradeOn(parts)
    parts.onPhase('done')
  } catch (error) {
    parts.story.fault(parts.symbol, error)
    parts.onPhase('stopped, see the events')
  }
}

async function tradeOn(parts: TraderParts): Promise<void> {
  const { clock, entries } = parts
  let side = parts.firstSide
  while (!entries.aborted) {
    const { state, reason } = parts.account.risk
    if (state !== 'active') parts.onPhase(`${state}, takes no entries: ${reason}`)
    const bracket = state === 'active' ? await planNext(parts, side) : undefined
    if (bracket === undefined) await pause(clock, pauseMs, entries)
    else {
      const hasEntered = await (parts.isDry ? showPlan(parts, bracket) : runTrade(parts, bracket))
      // what ends at once, time after time, would leave no time for anything else
      if (!hasEntered) await pause(clock, pauseMs, entries)
      side = getOppositeSide(side)
    }
  }
}

async function planNext(parts: TraderParts, side: Side): Promise<Bracket | undefined> {
  const { account, symbol, market } = parts
  if (market.volatility.seenMs < warmUpMs) {
    parts.onPhase('measures how much the price moves')
    return undefined
  }
  const touch = await account.prices.read(symbol, { signal: parts.entries }).catch(() => undefined)
  if (touch === undefined) {
    parts.onPhase('waits for fresh prices')
    return undefined
  }
  const bracket = planBracket(account.getRules(symbol), {
    side,
    bid: touch.bidPrice,
    ask: touch.askPrice,
    deviation: computeDeviation(market.volatility, horizonMs),
    riskUsdt,
    maxNotionalUsdt,
  })
  if (bracket === undefined) parts.onPhase('moves too much for the smallest order')
  return bracket
}

async function showPlan({ clock, entries, story, symbol, onPhase }: TraderParts, bracket: Bracket): Promise<boolean> {
  const { side, quantity, takeProfitPercent, stopPercent } = bracket
  const word = side === 'BUY' ? 'long' : 'short'
  story.log('planned', { symbol, ...bracket })
  story.say(symbol, `would go ${word} ${quantity}, take-profit ${takeProfitPercent} %, stop ${stopPercent} %`, 'plain')
  onPhase('dry: plans, and sends nothing')
  await pause(clock, horizonMs, entries)
  return true
}

/** Resolves with whether anything of the entry had filled. */
async function runTrade(parts: TraderParts, bracket: Bracket): Promise<boolean> {
  const { account, symbol, closing, story } = parts
  if (parts.entries.aborted) return true
  const startedMs = parts.elapsedMs()
  const trade = createTrade(account, {
    symbol,
    side: bracket.side,
    quantity: bracket.quantity,
    entry: { type: 'bbo', maxRetries: 3, fillTimeoutMs: 1_000, deadlineMs: 4_000, finalAction: 'cancel' },
    takeProfits: [{ percent: bracket.takeProfitPercent }],
    stop: { percent: bracket.stopPercent },
    timeStopMs,
    owner: 'demo',
    onEvent: (event) => {
      story.tradeEvent(event)
      if (event.type === 'transition') parts.onPhase(phases[event.to] ?? event.to)
    },
  })
  const result = await closeOnAbort(trade, closing)
  parts.onRecord(toTradeRecord(result, { startedMs, endedMs: parts.elapsedMs() }))
  return Number(result.entry.quantity) > 0
}

const phases: Readonly<Record<string, string>> = {
  entering: 'waits for its entry',
  protecting: 'filled, the stop is on its way',
  exiting: 'is being closed',
  clearing: 'is flat, the rest is taken back',
}

async function closeOnAbort(trade: Trade, signal: AbortSignal): Promise<TradeResult> {
  const close = () => void trade.close()
  if (signal.aborted) close()
  signal.addEventListener('abort', close, { once: true })
  try {
    return await trade.done
  } finally {
    signal.removeEventListener('abort', close)
  }
}

/** Waits; an abort ends the waiting, and is no error. */
async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(clock, ms, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
