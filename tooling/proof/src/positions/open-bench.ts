import { type Clock, type DecimalInput, toDecimal } from '@aster/core'
import {
  createExchange,
  defaultExchangeInfo,
  type Engine,
  type ExchangeInfoEntry,
  type LeverageBracket,
} from '@aster/simulator'

import { writeAmount } from './compare-figures.ts'

export const benchSymbol = 'PROOFUSDT'
const otherSymbol = 'OTHERUSDT'
const account = 'proof'
const exchangeMoney = '100000000000'
/** No position of the file binds margin that matters: the leverage is chosen by whoever needs one. */
const highestLeverage = 100_000
const otherQuantity = '1'
const priceDecimals = 2

export interface BenchPosition {
  readonly sign: number
  readonly quantity: number
  readonly entryPrice: number
}

/** An exchange without a market of its own, one account on it, and the means to bring that account into any state. */
export interface Bench {
  readonly engine: Engine
  readonly account: string
  nowMs: number
  setMark(price: DecimalInput): void
  /** A limit order at a price, which meets as much as it needs there. */
  take(side: 'BUY' | 'SELL', quantity: number, price: number): void
  place(side: 'BUY' | 'SELL', quantity: DecimalInput, price: DecimalInput): ReturnType<Engine['placeOrder']>
  /** Brings the cross wallet to an amount. */
  setWallet(amount: DecimalInput): void
  /** Gives the account a position elsewhere with this maintenance margin and this profit. */
  openOther(maintenance: number, unrealized: number): void
  wasLiquidated(): boolean
}

export interface BenchOptions {
  readonly clock: Clock
  readonly brackets: readonly LeverageBracket[]
  readonly positions: readonly BenchPosition[]
  readonly other?: { readonly maintenance: number; readonly unrealized: number } | undefined
  readonly fees?: { readonly maker: number; readonly taker: number } | undefined
  readonly leverage?: number | undefined
}

/** Opens a bench whose grid is fine enough for the positions of a reference. */
export function openBench(options: BenchOptions): Bench {
  const { clock, brackets, positions, other, fees = { maker: 0, taker: 0 }, leverage = highestLeverage } = options
  const entry = createEntry(benchSymbol, positions)
  const { engine } = createExchange({
    clock,
    market: 'quiet',
    symbols: [benchSymbol, otherSymbol],
    exchangeInfo: { ...defaultExchangeInfo, symbols: [entry, createEntry(otherSymbol, [])] },
    engine: {
      fees: { maker: writeAmount(fees.maker), taker: writeAmount(fees.taker) },
      brackets: {
        [benchSymbol]: brackets.map((bracket) => ({ ...bracket, initialLeverage: highestLeverage })),
        [otherSymbol]: [createOtherBracket(other)],
      },
      insuranceFund: exchangeMoney,
    },
  })
  let nowMs = clock.now()
  engine.openAccount({ id: account, usdt: exchangeMoney, hedgeMode: positions.length > 1 }, nowMs)
  expectDone(engine.setLeverage(account, benchSymbol, leverage, nowMs))
  expectDone(engine.setLeverage(account, otherSymbol, highestLeverage, nowMs))

  const place = (symbol: string, side: 'BUY' | 'SELL', quantity: DecimalInput, price: DecimalInput, opens = side) =>
    engine.placeOrder(
      account,
      {
        symbol,
        side,
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: writeAmount(quantity),
        price: writeAmount(price),
        ...(positions.length > 1 && { positionSide: opens === 'BUY' ? 'LONG' : 'SHORT' }),
      },
      nowMs,
    )
  const takeOn = (symbol: string, side: 'BUY' | 'SELL', quantity: DecimalInput, price: DecimalInput) => {
    const [ticks, lots] = [engine.toTicks(symbol, writeAmount(price)), engine.toLots(symbol, writeAmount(quantity))]
    engine.setLevel(symbol, side === 'BUY' ? 'SELL' : 'BUY', ticks, lots, nowMs)
    expectDone(place(symbol, side, quantity, price))
  }

  return {
    engine,
    account,
    get nowMs() {
      return nowMs
    },
    set nowMs(value) {
      nowMs = value
    },
    setMark: (price) => engine.setMark(benchSymbol, writeAmount(price), writeAmount(price), nowMs),
    take: (side, quantity, price) => takeOn(benchSymbol, side, quantity, price),
    place: (side, quantity, price) => place(benchSymbol, side, quantity, price),
    setWallet(amount) {
      const change = toDecimal(writeAmount(amount)).minus(engine.getBalance(account).crossWalletBalance)
      if (!change.isZero()) expectDone(engine.transfer(account, writeAmount(change), nowMs))
    },
    openOther(maintenance, unrealized) {
      if (maintenance === 0 && unrealized === 0) return
      const price = chooseOtherPrice({ maintenance, unrealized })
      engine.setMark(otherSymbol, writeAmount(price), writeAmount(price), nowMs)
      takeOn(otherSymbol, 'BUY', otherQuantity, price)
      const mark = writeAmount(toDecimal(price).plus(writeAmount(unrealized)))
      engine.setMark(otherSymbol, mark, mark, nowMs)
    },
    wasLiquidated: () =>
      engine.getAllOrders(account, benchSymbol, {}).some(({ clientOrderId }) => clientOrderId.startsWith('autoclose-')),
  }
}

/** A price so far above what is asked for that the other position can have any profit or loss. */
const chooseOtherPrice = ({ maintenance, unrealized }: { maintenance: number; unrealized: number }): number =>
  Math.ceil(10 * (Math.abs(maintenance) + Math.abs(unrealized))) + 1_000

/** One tier whose rate and cumulative give the other position exactly the maintenance margin that is asked for. */
function createOtherBracket(other: BenchOptions['other']): LeverageBracket {
  const tier = { bracket: 1, initialLeverage: highestLeverage, notionalFloor: 0, notionalCap: 1e12 }
  if (other === undefined) return { ...tier, maintMarginRatio: 0, cum: 0 }
  const mark = toDecimal(chooseOtherPrice(other)).plus(writeAmount(other.unrealized))
  return { ...tier, maintMarginRatio: 1, cum: mark.minus(writeAmount(other.maintenance)).toNumber() }
}

function createEntry(symbol: string, positions: readonly BenchPosition[]): ExchangeInfoEntry {
  const [base] = defaultExchangeInfo.symbols
  if (base === undefined) throw new Error('no symbol to start from')
  const decimals = (values: readonly number[], least: number) =>
    Math.max(least, ...values.map((value) => toDecimal(value).decimalPlaces()))
  const ofPrice = decimals(
    positions.map(({ entryPrice }) => entryPrice),
    priceDecimals,
  )
  const ofQuantity = decimals(
    positions.map(({ quantity }) => quantity),
    Math.min(6, 8 - ofPrice),
  )
  const tickSize = toDecimal(10).pow(-ofPrice).toFixed()
  const stepSize = toDecimal(10).pow(-ofQuantity).toFixed()
  return {
    ...base,
    symbol,
    baseAsset: symbol.replace('USDT', ''),
    pricePrecision: ofPrice,
    quantityPrecision: ofQuantity,
    liquidationFee: '0',
    marketTakeBound: '0.99',
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: tickSize, maxPrice: '1000000000', tickSize },
      { filterType: 'LOT_SIZE', minQty: stepSize, maxQty: '1000000000', stepSize },
      { filterType: 'MARKET_LOT_SIZE', minQty: stepSize, maxQty: '1000000000', stepSize },
      { filterType: 'MAX_NUM_ORDERS', limit: 200 },
      { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
      { filterType: 'MIN_NOTIONAL', notional: '0' },
    ],
  }
}

function expectDone(outcome: { readonly ok: boolean; readonly code?: number; readonly msg?: string }): void {
  if (!outcome.ok) throw new Error(`The simulator refused a step: ${outcome.code ?? ''} ${outcome.msg ?? ''}`)
}
