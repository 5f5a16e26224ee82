import type { startSocketExchange } from '@aster/simulator/testing'

type TestExchange = Awaited<ReturnType<typeof startSocketExchange>>

const levels = 20

/** Puts the whole book so that `bid` is its best bid, and prints a trade at the bid and one at the offer. */
export function moveMarket(
  { exchange, clock }: TestExchange,
  bid: string,
  { symbol = 'BTCUSDT', lotsPerLevel = 5_000 }: { readonly symbol?: string; readonly lotsPerLevel?: number } = {},
): void {
  const { engine } = exchange
  const nowMs = clock.now()
  const depth = engine.getDepth(symbol, 1_000)
  const clear = (side: 'BUY' | 'SELL', rows: readonly (readonly [string, string])[]) =>
    rows.map(([price]) => ({ side, priceTicks: engine.toTicks(symbol, price), lots: 0 }))
  engine.setLevels(symbol, [...clear('BUY', depth.bids), ...clear('SELL', depth.asks)], nowMs)
  const ticks = engine.toTicks(symbol, bid)
  const fill = Array.from({ length: levels }, (_, step) => [
    { side: 'BUY' as const, priceTicks: ticks - step, lots: lotsPerLevel },
    { side: 'SELL' as const, priceTicks: ticks + 1 + step, lots: lotsPerLevel },
  ])
  engine.setLevels(symbol, fill.flat(), nowMs)
  engine.setMark(symbol, bid, bid, nowMs)
  engine.trade(symbol, 'SELL', ticks, 1, { consumeBook: true }, nowMs)
  engine.trade(symbol, 'BUY', ticks + 1, 1, { consumeBook: true }, nowMs)
}
