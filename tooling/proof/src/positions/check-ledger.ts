import { type Clock, type DecimalInput, toDecimal } from '@aster/core'

import { compareFigures, type Differences } from './compare-figures.ts'
import type { MarginFacade } from './margin-facade.ts'
import { type Bench, benchSymbol, openBench } from './open-bench.ts'
import type { BracketRow, Ledger } from './vector-file.ts'

type Step = Ledger['steps'][number]

/** One account through fills, resting orders and fundings; one list of differences for each step. */
export function checkLedger(
  ledger: Ledger,
  brackets: readonly BracketRow[],
  facade: MarginFacade,
  clock: Clock,
): readonly Differences[] {
  const rates = ledger.steps.flatMap(({ event }) => (event[0] === 'fill' ? [event[4]] : []))
  const fees = { maker: Math.min(...rates, 1), taker: Math.max(...rates, 0) }
  const positions = ledger.steps.flatMap(({ event }) =>
    event[0] === 'fill' ? [{ sign: 1, quantity: event[2], entryPrice: event[3] }] : [],
  )
  const { leverage } = ledger
  const [first] = positions
  const bench = openBench({
    clock,
    brackets: facade.useBrackets(brackets),
    positions: first === undefined ? [] : [first],
    fees,
    leverage,
  })
  const { engine, account } = bench
  if (ledger.mode === 'isolated') engine.setMarginType(account, benchSymbol, 'ISOLATED', bench.nowMs)
  bench.setWallet(ledger.start_wallet)
  return ledger.steps.map((step) => {
    const before = engine.getIncome(account, {}).length
    carryOut(bench, step, fees.maker, facade)
    const income = engine.getIncome(account, {}).slice(before)
    const sum = (type: string) =>
      income
        .filter(({ incomeType }) => incomeType === type)
        .reduce((total, row) => total.plus(row.income), toDecimal(0))
    const differences = compareState(bench, ledger, step, facade)
    differences.push(
      ...compareFigures([
        ['realized profit', sum('REALIZED_PNL'), step.realized ?? 0],
        ['fee', sum('COMMISSION').negated(), step.fee ?? 0],
        ['funding', sum('FUNDING_FEE'), step.payment ?? 0],
      ]),
    )
    if (step.event[0] === 'funding') {
      const [, mark, rate] = step.event
      const payment = facade.computeFundingPayment(step.after.position, mark, rate)
      differences.push(...compareFigures([['funding computed', payment, step.payment]]))
    }
    engine.cancelAllOrders(account, benchSymbol, bench.nowMs)
    return differences
  })
}

function carryOut(bench: Bench, { event }: Step, makerRate: number, facade: MarginFacade): void {
  const { engine } = bench
  bench.setMark(event[0] === 'fill' ? event[3] : event[1])
  if (event[0] === 'fill') {
    const [, side, quantity, price, rate] = event
    if (rate !== makerRate) bench.take(side, quantity, price)
    else {
      expectPlaced(bench.place(side, quantity, price))
      const [ticks, lots] = [engine.toTicks(benchSymbol, String(price)), engine.toLots(benchSymbol, String(quantity))]
      engine.trade(benchSymbol, side === 'BUY' ? 'SELL' : 'BUY', ticks, lots, { consumeBook: true }, bench.nowMs)
    }
  } else if (event[0] === 'snap') {
    const [, mark, buys, sells] = event
    // resting orders of that notional on the right side of the mark price; powers of ten, so that any notional is a whole number of lots
    const below = toDecimal(10).pow(Math.floor(Math.log10(mark)))
    if (buys > 0) expectPlaced(bench.place('BUY', toDecimal(buys).dividedBy(below), below))
    if (sells > 0) expectPlaced(bench.place('SELL', toDecimal(sells).dividedBy(below.times(10)), below.times(10)))
  } else {
    bench.nowMs = engine.getMark(benchSymbol).nextFundingMs
    engine.setFundingRate(benchSymbol, toDecimal(facade.useFundingRate(event[2])).toFixed(), bench.nowMs)
    engine.advance(bench.nowMs)
  }
}

function compareState(bench: Bench, { mode }: Ledger, { after }: Step, facade: MarginFacade): string[] {
  const balance = bench.engine.getBalance(bench.account)
  const [row] = bench.engine.getPositions(bench.account, benchSymbol)
  if (row === undefined) return ['the simulator shows no position']
  const view = facade.readPosition(row)
  const marginBalance = mode === 'isolated' ? view.isolatedMargin : balance.marginBalance
  const ratio = facade.computeMarginRatio(view.maintMargin, marginBalance)
  const figures: [string, DecimalInput | undefined, DecimalInput | undefined][] = [
    ['position', view.quantity, after.position],
    ['entry price', view.entryPrice, after.entry],
    ['wallet', balance.crossWalletBalance, after.wallet],
    ['isolated wallet', view.isolatedWallet, after.isolated_wallet],
    ['unrealized profit', view.unrealizedPnl, after.unrealized],
    ['notional', toDecimal(view.notional).abs(), after.notional],
    ['initial margin of the position', view.positionInitialMargin, after.position_initial_margin],
    ['initial margin of open orders', view.openOrderInitialMargin, after.open_order_initial_margin],
    ['maintenance margin', view.maintMargin, after.maint_margin],
    ['margin balance', marginBalance, after.margin_balance],
    ['available balance', balance.availableBalance, after.available],
    ['margin ratio', ratio, after.margin_ratio ?? undefined],
    ['liquidation price', view.liquidationPrice === '0' ? undefined : view.liquidationPrice, after.liq_price[0]],
  ]
  return compareFigures(figures)
}

function expectPlaced(outcome: ReturnType<Bench['place']>): void {
  if (!outcome.ok) throw new Error(`The simulator refused an order of the ledger: ${outcome.code} ${outcome.msg}`)
}
