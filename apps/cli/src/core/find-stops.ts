interface Held {
  readonly symbol: string
  readonly positionSide: string
  readonly positionAmt: string
}

interface OpenOrder {
  readonly symbol: string
  readonly positionSide: string
  readonly side: string
  readonly origType: string
  readonly origQty: string
  readonly closePosition: boolean
}

const stopTypes: ReadonlySet<string> = new Set(['STOP', 'STOP_MARKET', 'TRAILING_STOP_MARKET'])

/** Whether the stops on the book cover all of a position. */
export function findStops(held: Held, orders: readonly OpenOrder[]): { readonly isProtected: boolean } {
  const exit = Number(held.positionAmt) > 0 ? 'SELL' : 'BUY'
  const stops = orders.filter(
    ({ symbol, positionSide, side, origType }) =>
      symbol === held.symbol && positionSide === held.positionSide && side === exit && stopTypes.has(origType),
  )
  const covered = stops.reduce((sum, { origQty }) => sum + Number(origQty), 0)
  const hasWhole = stops.some(({ closePosition }) => closePosition)
  return { isProtected: hasWhole || covered >= Math.abs(Number(held.positionAmt)) }
}
