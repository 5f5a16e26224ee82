import {
  type Clock,
  computeImpactPrice,
  computeMarkPrice,
  computePremium,
  findBracket,
  parseMarginBrackets,
  toDecimal,
} from '@aster/core'

import { compareFigures, type Differences, writeAmount } from './compare-figures.ts'
import type { MarginFacade } from './margin-facade.ts'
import { benchSymbol, openBench } from './open-bench.ts'
import type { Adl, BracketRow, FundingRate, Maintenance, MarkPrice, OpenCost, Premium } from './vector-file.ts'

/** Maintenance margin and bracket of a notional, in the arithmetic and of one unit held in the simulator at that mark price. */
export function checkMaintenance(
  row: Maintenance,
  brackets: readonly BracketRow[],
  facade: MarginFacade,
  clock: Clock,
): Differences {
  const used = facade.useBrackets(brackets)
  const tiers = parseMarginBrackets(used)
  const price = Math.max(1, Math.round(row.notional))
  const bench = openBench({ clock, brackets: used, positions: [{ sign: 1, quantity: 1, entryPrice: price }] })
  bench.setMark(price)
  bench.take('BUY', 1, price)
  bench.setMark(row.notional)
  const [view] = bench.engine.getPositions(bench.account, benchSymbol)
  return compareFigures([
    ['maintenance margin', facade.computeMaintenanceMargin(tiers, row.notional), row.maint_margin],
    ['maintenance margin in the simulator', view && facade.readPosition(view).maintMargin, row.maint_margin],
    ['bracket', findBracket(tiers, row.notional).bracket, row.bracket],
  ])
}

/** What an order costs; the simulator takes it with exactly that much and refuses it with 1e-8 less. */
export function checkOpenCost(
  { input, output }: OpenCost,
  brackets: readonly BracketRow[],
  facade: MarginFacade,
  clock: Clock,
): Differences {
  const side = input.side === 1 ? ('BUY' as const) : ('SELL' as const)
  const { qty: quantity, mark, leverage } = input
  const price = input.type.toLowerCase() === 'limit' ? (input.price ?? output.assuming_price) : output.assuming_price
  const cost = facade.computeOrderCost({ side, price, quantity, markPrice: mark, leverage })
  const differences = compareFigures([
    ['initial margin', cost.initialMargin, output.initial_margin],
    ['open loss', cost.openLoss, output.open_loss],
    ['cost', cost.cost, output.cost],
  ])
  if (input.type.toLowerCase() !== 'limit') return differences
  const accepts = (wallet: string) => {
    const positions = [{ sign: input.side, quantity, entryPrice: price }]
    const bench = openBench({ clock, brackets: facade.useBrackets(brackets), positions, leverage })
    bench.setMark(mark)
    bench.setWallet(wallet)
    return bench.place(side, quantity, price).ok
  }
  const enough = writeAmount(cost.cost)
  if (!accepts(enough)) differences.push(`the simulator refuses the order with ${enough}`)
  const short = writeAmount(toDecimal(enough).minus('0.00000001'))
  if (accepts(short)) differences.push(`the simulator takes the order with ${short}`)
  return differences
}

export function checkMarkPrice({ input, ...expected }: MarkPrice): Differences {
  const { fundingPrice, basisPrice, markPrice } = computeMarkPrice({
    indexPrice: input.index,
    lastFundingRate: input.funding_rate,
    hoursToFunding: input.hours_to_funding,
    basis: input.basis,
    lastPrice: input.last,
  })
  return compareFigures([
    ['price by funding', fundingPrice, expected.price1],
    ['price by basis', basisPrice, expected.price2],
    ['mark price', markPrice, expected.mark],
  ])
}

export function checkFundingRate(row: FundingRate, facade: MarginFacade): Differences {
  const rate = facade.computeFundingRate({
    averagePremium: row.premium,
    interestRate: row.interest,
    intervalHours: row.interval_hours,
    cap: row.cap ?? undefined,
  })
  return compareFigures([['funding rate', rate, row.rate]], 12)
}

export function checkPremium({ input, ...expected }: Premium): Differences {
  const bid = computeImpactPrice(input.bids, input.imn)
  const ask = computeImpactPrice(input.asks, input.imn)
  const premium = bid === undefined || ask === undefined ? undefined : computePremium(bid, ask, input.index)
  return [
    ...compareFigures([
      ['impact bid', bid, expected.impact_bid],
      ['impact ask', ask, expected.impact_ask],
    ]),
    ...compareFigures([['premium', premium, expected.premium]], 12),
  ]
}

export function checkAdl(row: Adl, facade: MarginFacade): Differences {
  const { profitRatio, marginRatio, score } = facade.computeAdlScore({
    walletBalance: row.wallet,
    unrealizedPnl: row.unrealized,
    maintenanceMargin: row.maint_margin,
  })
  return compareFigures(
    [
      ['profit ratio', profitRatio, row.pnl_percent],
      ['margin ratio', marginRatio, row.margin_ratio],
      ['score', score, row.leverage_pnl],
    ],
    12,
  )
}
