import { type Clock, createSeededRandom } from '@aster/core'
import { createExchange } from '@aster/simulator'

const symbol = 'BTCUSDT'
const accountCount = 100
const midTicks = 960_000
/** What rests at the same time; a few for each account. */
const restingCount = 4_000

/** An exchange that somebody trades on without end, and how much it holds. */
export interface LongTrade {
  /** Places this many more orders: half of them rest until they are cancelled, half take. */
  place(count: number): void
}

export function openLongTrade(clock: Clock, historyLimit: number): LongTrade {
  const { engine } = createExchange({ clock, market: 'quiet', symbols: [symbol], engine: { historyLimit } })
  const nowMs = clock.now()
  const accounts = Array.from({ length: accountCount }, (_, index) => `long-${index}`)
  for (const id of accounts) engine.openAccount({ id, usdt: '100000000' }, nowMs)
  engine.setMark(symbol, '96000', '96000', nowMs)
  const random = createSeededRandom('memory')
  const resting: { readonly account: string; readonly orderId: string }[] = []
  let placed = 0

  const refill = () => {
    for (let level = 1; level <= 20; level++) {
      engine.setLevel(symbol, 'BUY', midTicks - level, 5000, nowMs)
      engine.setLevel(symbol, 'SELL', midTicks + level, 5000, nowMs)
    }
  }
  const placeOne = () => {
    const account = accounts[random.nextInt(accountCount)] ?? ''
    const side = random.nextInt(2) === 0 ? 'BUY' : 'SELL'
    placed += 1
    const base = { symbol, side, quantity: '0.010', newClientOrderId: `long-${placed}` }
    if (placed % 2 === 0) {
      engine.placeOrder(account, { ...base, type: 'MARKET' }, nowMs)
      return
    }
    const away = 1 + random.nextInt(300)
    const price = ((side === 'BUY' ? midTicks - away : midTicks + away) / 10).toFixed(1)
    const outcome = engine.placeOrder(account, { ...base, type: 'LIMIT', timeInForce: 'GTX', price }, nowMs)
    if (!outcome.ok || outcome.value.status !== 'NEW') return
    resting.push({ account, orderId: outcome.value.orderId })
    if (resting.length <= restingCount) return
    const index = random.nextInt(resting.length)
    const gone = resting[index]
    const last = resting.pop()
    if (gone === undefined || last === undefined) return
    if (index < resting.length) resting[index] = last
    engine.cancelOrder(gone.account, { symbol, orderId: gone.orderId }, nowMs)
  }
  return {
    place(count) {
      for (let i = 0; i < count; i++) {
        if (i % 256 === 0) refill()
        placeOne()
      }
    },
  }
}
