import { type Clock, findBracket, parseMarginBrackets, toDecimal } from '@aster/core'
import type { LeverageBracket } from '@aster/simulator'

import { compareFigures, countDecimals, type Differences } from './compare-figures.ts'
import type { MarginFacade } from './margin-facade.ts'
import { type Bench, benchSymbol, openBench } from './open-bench.ts'
import type { BracketRow, ExactPosition, PublishedPosition } from './vector-file.ts'

/** How far from the liquidation price the simulator must still hold a position, and must have closed it: in quote asset. */
const margin = '0.0001'

interface Held {
  readonly isolated: boolean
  readonly wallet: number
  readonly others: { readonly maintenance: number; readonly unrealized: number }
  readonly legs: readonly { readonly sign: number; readonly quantity: number; readonly entryPrice: number }[]
  readonly brackets: readonly LeverageBracket[]
}

/** A published position: its liquidation price in the arithmetic and in the simulator, to the digits that were published. */
export function checkPublished(row: PublishedPosition, facade: MarginFacade, clock: Clock): Differences {
  const [[sign, quantity, entryPrice, maintMarginRatio, cum]] = row.legs
  const held: Held = {
    isolated: row.mode === 'isolated',
    wallet: row.wallet,
    others: { maintenance: row.tmm, unrealized: row.upnl },
    legs: [{ sign, quantity, entryPrice }],
    brackets: [{ bracket: 1, initialLeverage: 1, notionalFloor: 0, notionalCap: 1e12, maintMarginRatio, cum }],
  }
  return compareLiquidation(held, row.expected, countDecimals(row.expected), facade, clock)
}

/** A position of ours: every figure to 1e-8. */
export function checkExact(
  row: ExactPosition,
  brackets: readonly BracketRow[],
  facade: MarginFacade,
  clock: Clock,
): Differences {
  const held: Held = {
    isolated: row.legs.length === 1 && row.tmm === 0 && row.upnl === 0 && !row.name.includes('cross'),
    wallet: row.W,
    others: { maintenance: row.tmm, unrealized: row.upnl },
    legs: row.legs.map(([sign, quantity, entryPrice]) => ({ sign, quantity, entryPrice })),
    brackets,
  }
  const root = chooseRoot(row)
  const differences = [...compareLiquidation(held, root, 8, facade, clock)]
  if (row.bankruptcy_price !== undefined) {
    const { otherMaintenanceMargin: _not, ...state } = toState(held, facade)
    const actual = facade.computeBankruptcyPrice(state)
    differences.push(...compareFigures([['bankruptcy price', actual, row.bankruptcy_price ?? undefined]]))
  }
  const at = root === undefined ? undefined : row.at_roots[row.roots.indexOf(root)]
  if (at !== undefined && root !== undefined) {
    const tiers = parseMarginBrackets(brackets)
    for (const [index, { quantity }] of held.legs.entries()) {
      const notional = toDecimal(quantity).times(root)
      differences.push(
        ...compareFigures([[`notional of leg ${index + 1} there`, notional, at.notional[index]]], 6),
        ...compareFigures([
          [`bracket of leg ${index + 1} there`, findBracket(tiers, notional).bracket, at.brackets[index]],
        ]),
      )
    }
  }
  return differences
}

/** Of two prices the one on the losing side of the net position. */
function chooseRoot({ legs, roots }: ExactPosition): number | undefined {
  const net = legs.reduce((sum, [sign, quantity]) => sum.plus(toDecimal(quantity).times(sign)), toDecimal(0))
  const sorted = roots.toSorted((a, b) => a - b)
  return net.greaterThan(0) ? sorted[0] : sorted.at(-1)
}

function compareLiquidation(
  held: Held,
  expected: number | undefined,
  decimals: number,
  facade: MarginFacade,
  clock: Clock,
): Differences {
  const computed = facade.computeLiquidationPrice({
    ...toState(held, facade),
    brackets: parseMarginBrackets(facade.useBrackets(held.brackets)),
  })
  const bench = holdPosition(held, facade, clock)
  const [view] = bench.engine.getPositions(bench.account, benchSymbol).filter(({ quantity }) => quantity !== '0')
  const reported = view === undefined ? '0' : facade.readPosition(view).liquidationPrice
  const differences = compareFigures(
    [
      ['liquidation price', computed, expected],
      ['liquidation price in the simulator', reported === '0' ? undefined : reported, expected],
    ],
    decimals,
  )
  if (computed !== undefined) differences.push(...crossPrice(bench, toDecimal(computed), held))
  return differences
}

/** The simulator does at the price what the price says: it holds the position before, and has closed it beyond. */
function crossPrice(bench: Bench, price: ReturnType<typeof toDecimal>, held: Held): Differences {
  // a hedged position can be in danger on the side where it gains
  const towards = price.lessThan(held.legs[0]?.entryPrice ?? 0) ? -1 : 1
  bench.setMark(price.minus(toDecimal(margin).times(towards)))
  if (bench.wasLiquidated()) return [`the simulator liquidates before ${price.toFixed(8)}`]
  bench.setMark(price.plus(toDecimal(margin).times(towards)))
  return bench.wasLiquidated() ? [] : [`the simulator does not liquidate beyond ${price.toFixed(8)}`]
}

function holdPosition(held: Held, facade: MarginFacade, clock: Clock): Bench {
  const { legs, wallet, isolated } = held
  const other = facade.useOthers(held.others)
  const bench = openBench({
    clock,
    brackets: facade.useBrackets(held.brackets),
    positions: legs,
    other,
    ...(isolated && { leverage: chooseLeverage(held) }),
  })
  const { engine, account } = bench
  if (isolated) engine.setMarginType(account, benchSymbol, 'ISOLATED', bench.nowMs)
  bench.openOther(other.maintenance, other.unrealized)
  for (const { sign, quantity, entryPrice } of legs) {
    bench.setMark(entryPrice)
    bench.take(sign === 1 ? 'BUY' : 'SELL', quantity, entryPrice)
  }
  const [first] = legs
  if (first !== undefined) bench.setMark(first.entryPrice)
  if (!isolated) bench.setWallet(wallet)
  else {
    const [view] = engine.getPositions(account, benchSymbol)
    const missing = toDecimal(wallet).minus(view?.isolatedWallet ?? 0)
    if (missing.isZero()) return bench
    const outcome = engine.changePositionMargin(account, benchSymbol, 'BOTH', missing.toFixed(8), bench.nowMs)
    if (!outcome.ok) throw new Error(`The simulator refused the isolated margin: ${outcome.code} ${outcome.msg}`)
  }
  return bench
}

/** The one at which an isolated position takes at most its wallet when it opens. */
function chooseLeverage({ legs, wallet }: Held): number {
  const notional = legs.reduce((sum, leg) => sum + leg.quantity * leg.entryPrice, 0)
  return Math.max(1, Math.ceil(notional / wallet))
}

function toState(held: Held, facade: MarginFacade) {
  const others = facade.useOthers(held.others)
  return {
    walletBalance: held.wallet,
    legs: held.legs.map(({ sign, quantity, entryPrice }) => ({
      quantity: toDecimal(quantity).times(sign),
      entryPrice,
    })),
    otherMaintenanceMargin: others.maintenance,
    otherUnrealizedPnl: others.unrealized,
  }
}
