import type { Market } from './market.ts'
import { multiplyDivide, oneUnit } from './money.ts'
import type { AssetSettings } from './types.ts'

/** What counts as margin beside USDT, and for how much. The price is the index of the asset's market, or a fixed one. */
export interface AssetRate {
  readonly asset: string
  readonly market: Market | undefined
  readonly fixedE8: bigint
  /** How much is taken off what is held, and put on what is owed; a fraction in 1e-8. */
  readonly haircutE8: bigint
}

/** The margin assets of an exchange. */
export class AssetBook {
  readonly rates: Map<string, AssetRate> = new Map()

  /** USDT of one unit; 0 while the market has no price. */
  getIndexE8({ market, fixedE8 }: AssetRate): bigint {
    return market === undefined || market.indexE8 === 0 ? fixedE8 : BigInt(market.indexE8)
  }

  /** USDT that an amount counts for: less than the index says when it is held, more when it is owed. */
  computeValue(asset: string, amount: bigint): bigint {
    const rate = this.rates.get(asset)
    if (rate === undefined || amount === 0n) return 0n
    const factorE8 = amount > 0n ? oneUnit - rate.haircutE8 : oneUnit + rate.haircutE8
    return multiplyDivide(amount, multiplyDivide(this.getIndexE8(rate), factorE8, oneUnit), oneUnit)
  }

  /** What all of an account's assets count for. */
  sum(amounts: ReadonlyMap<string, bigint>): bigint {
    let total = 0n
    for (const [asset, amount] of amounts) total += this.computeValue(asset, amount)
    return total
  }
}

/** Our rates and haircuts: the exchange publishes neither; see docs/decisions/simulator-accounts.md. */
export const defaultAssets: Readonly<Record<string, AssetSettings>> = {
  USDC: { price: '1', haircut: '0.01' },
  BTC: { haircut: '0.05' },
  ETH: { haircut: '0.05' },
  BNB: { haircut: '0.1' },
  SOL: { haircut: '0.1' },
}
