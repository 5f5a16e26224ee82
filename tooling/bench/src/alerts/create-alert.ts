/** Alerts of one symbol between two that change its position. */
const changeEvery = 600

const smallest: Readonly<Record<string, number>> = { BTCUSDT: 0.001, ETHUSDT: 0.01, ASTERUSDT: 20 }

/**
 * What a strategy on many symbols says with each bar: where it wants the position to be. Mostly it is there already; now and
 * then it wants to be in, or out.
 */
export function createAlert(index: number, symbols: readonly string[]) {
  const symbol = symbols[index % symbols.length] ?? ''
  const turn = Math.floor(index / symbols.length)
  const isIn = Math.floor(turn / changeEvery) % 2 === 1
  const size = isIn ? (smallest[symbol] ?? 1) : 0
  return {
    symbol: `${symbol}.P`,
    position_size: String(size),
    market_position: isIn ? 'long' : 'flat',
    prev_market_position: 'flat',
    strategy: 'bench',
    stop_loss: { percent: 1 },
  }
}
