import { formatMoney, parseMoney, scale } from './money.ts'

/** A position at the time of a funding. */
export interface FundedPosition {
  readonly symbol: string
  readonly positionSide: string
  /** Base asset, negative for shorts. */
  readonly quantity: string
  /** Of the symbol; 0 when nothing is known. */
  readonly markPrice: number
  readonly fundingRate: number
}

/** What a position got at a funding, negative when it paid. */
export interface FundingShare {
  readonly symbol: string
  readonly positionSide: string
  readonly amount: string
}

/**
 * A funding of a cross account comes as one sum, without saying for which positions. Each gets its part as computed from
 * its mark price and rate, scaled so that the parts add up to the sum exactly; one position alone gets it all.
 */
export function shareFunding(total: string, positions: readonly FundedPosition[]): readonly FundingShare[] {
  const held = positions.filter(({ quantity }) => !/^-?0*\.?0*$/.test(quantity))
  const expected = held.map(({ quantity, markPrice, fundingRate }) =>
    BigInt(Math.round(-Number(quantity) * markPrice * fundingRate * 1e8)),
  )
  const sum = expected.reduce((all, part) => all + part, 0n)
  let left = parseMoney(total)
  return held.map(({ symbol, positionSide }, index) => {
    const isLast = index === held.length - 1
    const part = isLast ? left : sum === 0n ? 0n : scale(parseMoney(total), expected[index] ?? 0n, sum)
    left -= part
    return { symbol, positionSide, amount: formatMoney(part) }
  })
}
