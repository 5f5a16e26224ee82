import type { Clock, Timer } from '@aster/core'
import type { StreamClient } from '@aster/ws'

import type { Account } from '../account/account.ts'
import { isProtective } from '../close/is-protective.ts'
import { formatMoney, parseMoney } from '../ledger/money.ts'
import { isWorking } from '../orders/evidence.ts'
import type { PositionView } from '../positions/position-view.ts'
import type { AccountFeed, PublishFeed } from './create-account-feed.ts'
import { type DepthTop, watchDepth } from './watch-depth.ts'

export interface SampleOptions {
  readonly account: Account
  readonly clock: Clock
  readonly publish: PublishFeed
  readonly feed: AccountFeed
  /** 500 ms by default. */
  readonly everyMs?: number | undefined
  /** Where the top of the book is followed, ten levels a side; without it the best prices are all that is told. */
  readonly streams?: Pick<StreamClient, 'watch'> | undefined
}

/**
 * Tells regularly what no event says: prices, open profit, whether each position has its stop, budgets, latencies, and how far
 * our clock is off. Reads
 * only what is in memory. Returns how to stop.
 */
export function sampleAccount(options: SampleOptions): () => void {
  const { account, clock, publish, feed, everyMs = 500 } = options
  let timer: Timer | undefined
  let wasHeld = new Set<string>()
  const depth = options.streams === undefined ? undefined : watchDepth(options.streams, account.symbols)
  const readFunding = createFundingReader(account, clock)
  const sample = (): void => {
    for (const symbol of account.symbols) tellMarket(account, symbol, clock, publish, depth?.get(symbol))
    wasHeld = tellPositions(account, wasHeld, publish)
    tellEquity(account, feed, readFunding(), publish)
    tellLimits(account, publish)
    publish({ kind: 'clock', account: account.name, driftMs: clock.now() - account.exchangeNow() })
    timer = clock.schedule(everyMs, sample)
  }
  sample()
  return () => {
    timer?.cancel()
    depth?.stop()
  }
}

const fundingEveryMs = 15_000

/** Funding is paid every few hours, and adding up a long ledger takes a moment: looked at now and then. */
function createFundingReader(account: Account, clock: Clock): () => string {
  let readAtMs = Number.NEGATIVE_INFINITY
  let funding = '0'
  return () => {
    if (clock.monotonicMs() - readAtMs < fundingEveryMs) return funding
    readAtMs = clock.monotonicMs()
    const { lines } = account.ledger.summarize()
    funding = formatMoney(lines.reduce((sum, line) => sum + parseMoney(line.funding), 0n))
    return funding
  }
}

function tellMarket(
  account: Account,
  symbol: string,
  clock: Clock,
  publish: PublishFeed,
  depth: DepthTop | undefined,
): void {
  const touch = account.prices.get(symbol)
  if (touch === undefined) return
  const ageMs = Math.max(0, Math.round(clock.monotonicMs() - touch.readAtMs))
  const { bidPrice: bestBid, askPrice: bestAsk } = touch
  const markPrice = account.getMark(symbol)?.text
  publish({ kind: 'market', symbol, bestBid, bestAsk, ageMs, ...(markPrice !== undefined && { markPrice }), ...depth })
}

/** A stop of ours works on the exchange for this position. */
function isProtected(account: Account, { symbol, positionSide, quantity }: PositionView): boolean {
  const side = Number(quantity) > 0 ? 'SELL' : 'BUY'
  const stops = account.orders.list(
    ({ state, terms }) =>
      isWorking(state) &&
      terms !== undefined &&
      terms.symbol === symbol &&
      terms.positionSide === positionSide &&
      terms.side === side &&
      isProtective(terms),
  )
  const covered = stops.reduce((sum, { terms }) => sum + Number(terms?.quantity ?? 0), 0)
  return stops.some(({ terms }) => terms?.closePosition === true) || covered >= Math.abs(Number(quantity))
}

const findMid = (account: Account, symbol: string): number | undefined => {
  const touch = account.prices.get(symbol)
  return touch === undefined ? undefined : (Number(touch.bidPrice) + Number(touch.askPrice)) / 2
}

/** By the mark price, as the exchange counts; by the middle of the book where there is none yet. */
const findValue = (account: Account, symbol: string): number | undefined =>
  account.getMark(symbol)?.price ?? findMid(account, symbol)

const findOpenProfit = (account: Account, { symbol, quantity, entryPrice }: PositionView): number =>
  ((findValue(account, symbol) ?? Number(entryPrice)) - Number(entryPrice)) * Number(quantity)

const showMoney = (value: number): string => value.toFixed(8)

function tellPositions(account: Account, wasHeld: ReadonlySet<string>, publish: PublishFeed): Set<string> {
  const held = new Set<string>()
  for (const position of account.positions) {
    const { symbol, positionSide, quantity, entryPrice, liquidationPrice } = position
    const key = `${symbol} ${positionSide}`
    const isOpen = Number(quantity) !== 0
    if (isOpen) held.add(key)
    if (!isOpen && !wasHeld.has(key)) continue
    const value = findValue(account, symbol)
    const facts = { account: account.name, symbol, positionSide, quantity, entryPrice }
    publish({
      kind: 'position',
      ...facts,
      ...(value !== undefined && { markPrice: String(value) }),
      ...(liquidationPrice !== undefined && { liquidationPrice }),
      ...(isOpen && {
        unrealizedPnl: showMoney(findOpenProfit(account, position)),
        isProtected: isProtected(account, position),
      }),
    })
  }
  return held
}

function tellEquity(account: Account, { totals }: AccountFeed, funding: string, publish: PublishFeed): void {
  const wallet = account.balances.reduce((sum, { walletBalance }) => sum + Number(walletBalance), 0)
  const open = account.positions.reduce((sum, position) => sum + findOpenProfit(account, position), 0)
  publish({
    kind: 'equity',
    account: account.name,
    walletBalance: showMoney(wallet),
    realizedPnl: showMoney(totals.realizedPnl),
    unrealizedPnl: showMoney(open),
    fees: showMoney(totals.fees),
    funding,
  })
}

function tellLimits(account: Account, publish: PublishFeed): void {
  const { weight, orders } = account.rest.budgets()
  for (const { windows } of Object.values(weight)) {
    for (const { intervalMs, used, limit } of windows) {
      if (intervalMs === 60_000) publish({ kind: 'limit', name: 'weight', used, limit })
    }
  }
  // budgets are shared between the clients of a transport; an account's orders stand under its address
  const { signer } = account.rest
  const address = (signer?.user ?? signer?.address ?? '').toLowerCase()
  const [, own] = Object.entries(orders).find(([key]) => key.endsWith(` ${address}`)) ?? []
  for (const { intervalMs, used, limit } of own?.windows ?? []) {
    publish({ kind: 'limit', name: `orders ${intervalMs / 1_000} s`, used, limit, account: account.name })
  }
  for (const [name, { count, p50Ms, p99Ms }] of Object.entries(account.rest.statistics())) {
    if (p50Ms !== undefined && p99Ms !== undefined) publish({ kind: 'latency', name, p50Ms, p99Ms, count })
  }
}
