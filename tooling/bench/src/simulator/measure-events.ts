import { type Clock, createSeededRandom } from '@aster/core'

import { type EngineFigures, toFigures } from './measure-orders.ts'
import { loadNowMs, openLoadedEngine, symbol } from './open-loaded-engine.ts'

const count = 200_000
const rounds = 31
const midTicks = 960_000

/** Market events: 95 % level changes, 5 % trades, on a book of 1,000 levels a side. */
export function measureEvents(clock: Clock): EngineFigures {
  const { engine } = openLoadedEngine()
  const random = createSeededRandom('events')
  const ticks = new Int32Array(count)
  const lots = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const away = 1 + Math.min(999, Math.floor(-Math.log(1 - random.next()) * 60))
    ticks[i] = i % 2 === 0 ? midTicks + away : midTicks - away
    lots[i] = random.nextInt(10) === 0 ? 0 : 1 + random.nextInt(2000)
  }
  const run = () => {
    for (let i = 0; i < count; i++) {
      const price = ticks[i] ?? 0
      const size = lots[i] ?? 0
      if (i % 20 === 0) {
        const side = i % 40 === 0 ? 'BUY' : 'SELL'
        const limit = side === 'BUY' ? midTicks + 900 : midTicks - 900
        engine.trade(symbol, side, limit, 1 + (size >> 4), { consumeBook: true }, loadNowMs)
      } else engine.setLevel(symbol, price < midTicks ? 'BUY' : 'SELL', price, size, loadNowMs)
    }
  }
  const timesMs = Array.from({ length: rounds }, () => {
    const startMs = clock.monotonicMs()
    run()
    return clock.monotonicMs() - startMs
  })
  return toFigures(count, timesMs, `${rounds} rounds`)
}
