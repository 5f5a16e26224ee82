import type { Engine, ExchangeInfoEntry } from '../engine/types.ts'
import { readTickSize } from './read-grid.ts'

/** What an invented market of a symbol looks like. Prices in quote asset, sizes in lots. */
export interface MarketProfile {
  readonly symbol: string
  readonly startPrice: number
  /** Price of one tick. */
  readonly tick: number
  /** Standard deviation of the log price over one second. */
  readonly sigma: number
  /** What usually stands at the touch, and the middle size of a market order. */
  readonly touchLots: number
  readonly takerLots: number
  /** Market orders a second, both sides together. */
  readonly takerRate: number
  /** Price moves a second. */
  readonly moveRate: number
  /** How far from the touch the book reaches, in ticks. */
  readonly depthTicks: number
}

interface Character {
  readonly price: number
  /** Standard deviation of a year's return. */
  readonly annualVolatility: number
  readonly touchUsdt: number
  readonly takerUsdt: number
  readonly takerRate: number
}

const characters: Readonly<Record<string, Character>> = {
  BTC: { price: 96_000, annualVolatility: 0.6, touchUsdt: 60_000, takerUsdt: 4_000, takerRate: 6 },
  ETH: { price: 3_300, annualVolatility: 0.8, touchUsdt: 40_000, takerUsdt: 3_000, takerRate: 5 },
  BNB: { price: 900, annualVolatility: 0.8, touchUsdt: 15_000, takerUsdt: 1_500, takerRate: 3 },
  SOL: { price: 140, annualVolatility: 1, touchUsdt: 20_000, takerUsdt: 2_000, takerRate: 4 },
  XRP: { price: 2.1, annualVolatility: 1, touchUsdt: 15_000, takerUsdt: 1_500, takerRate: 3 },
  DOGE: { price: 0.15, annualVolatility: 1.1, touchUsdt: 12_000, takerUsdt: 1_200, takerRate: 3 },
  ASTER: { price: 1.05, annualVolatility: 1.4, touchUsdt: 6_000, takerUsdt: 800, takerRate: 3 },
}

const secondsPerYear = 31_557_600
const unknown = { annualVolatility: 1.2, touchUsdt: 5_000, takerUsdt: 700, takerRate: 2 }

/** The character of a known coin; for any other one a price of ten thousand ticks and the habits of a small coin. */
export function createMarketProfile(engine: Pick<Engine, 'formatQuantity'>, entry: ExchangeInfoEntry): MarketProfile {
  const tick = Number(readTickSize(entry))
  const lot = Number(engine.formatQuantity(entry.symbol, 1))
  const character = characters[entry.baseAsset] ?? { ...unknown, price: tick * 10_000 }
  const toLots = (usdt: number) => Math.max(2, Math.round(usdt / character.price / lot))
  return {
    symbol: entry.symbol,
    startPrice: character.price,
    tick,
    sigma: character.annualVolatility / Math.sqrt(secondsPerYear),
    touchLots: toLots(character.touchUsdt),
    takerLots: toLots(character.takerUsdt),
    takerRate: character.takerRate,
    moveRate: 3,
    depthTicks: Math.max(200, Math.round((character.price * 0.001) / tick)),
  }
}
