import { createSeededRandom, createVirtualClock, type Random } from '@aster/core'
import { createExchange, type Engine, type OrderRequest } from '@aster/simulator'

export const symbol = 'BTCUSDT'
export const loadNowMs = Date.UTC(2026, 0, 1, 12)
const midTicks = 960_000
const levelsPerSide = 1000
const lotsPerLevel = 5000
const accountCount = 100

/** An engine with a book of 1,000 levels a side and 100 accounts, as a whole exchange has it: its events go where they go there. */
export interface LoadedEngine {
  readonly engine: Engine
  readonly accountIds: readonly string[]
  /** Puts back what takers have eaten around the middle. */
  refill(): void
}

export function openLoadedEngine(historyLimit?: number): LoadedEngine {
  const clock = createVirtualClock({ startMs: loadNowMs })
  const { engine } = createExchange({
    clock,
    market: 'quiet',
    symbols: [symbol],
    ...(historyLimit !== undefined && { engine: { historyLimit } }),
  })
  const accountIds = Array.from({ length: accountCount }, (_, index) => `load-${index}`)
  for (const id of accountIds) engine.openAccount({ id, usdt: '100000000' }, loadNowMs)
  engine.setMark(symbol, '96000', '96000', loadNowMs)
  const refill = (levels: number) => {
    for (let i = 1; i <= levels; i++) {
      engine.setLevel(symbol, 'BUY', midTicks - i, lotsPerLevel, loadNowMs)
      engine.setLevel(symbol, 'SELL', midTicks + i, lotsPerLevel, loadNowMs)
    }
  }
  refill(levelsPerSide)
  return { engine, accountIds, refill: () => refill(2) }
}

/** What a stream of orders consists of, drawn before anything is timed. */
export interface OrderFlow {
  /** 0 place, 1 cancel, 2 amend; of 100: 60, 30 and 10. */
  readonly kinds: Uint8Array
  /** Which account places. */
  readonly accounts: Uint8Array
  /** Which of the open orders a cancel or an amendment is for, as a fraction. */
  readonly picks: Float64Array
  readonly orders: readonly OrderRequest[]
  /** New prices of amendments, by side. */
  readonly bidPrices: readonly string[]
  readonly askPrices: readonly string[]
}

/** Draws a flow: half of what is placed rests near the touch, the other half takes. */
export function drawOrderFlow(count: number, seed: number): OrderFlow {
  const random = createSeededRandom(`flow/${seed}`)
  const kinds = new Uint8Array(count)
  const accounts = new Uint8Array(count)
  const picks = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const dice = random.nextInt(100)
    kinds[i] = dice < 60 ? 0 : dice < 90 ? 1 : 2
    accounts[i] = random.nextInt(accountCount)
    picks[i] = random.next()
  }
  const draw = (length: number, make: () => string) => Array.from({ length }, make)
  return {
    kinds,
    accounts,
    picks,
    orders: Array.from({ length: 4096 }, () => drawOrder(random)),
    bidPrices: draw(512, () => toPrice(midTicks - 1 - random.nextInt(300))),
    askPrices: draw(512, () => toPrice(midTicks + 1 + random.nextInt(300))),
  }
}

function drawOrder(random: Random): OrderRequest {
  const side = random.nextInt(2) === 0 ? 'BUY' : 'SELL'
  const quantity = `0.0${10 + random.nextInt(90)}`
  const takes = random.nextInt(2) === 0
  if (takes && random.nextInt(2) === 0) return { symbol, side, type: 'MARKET', quantity }
  const away = takes ? -3 : 1 + random.nextInt(300)
  const price = toPrice(side === 'BUY' ? midTicks - away : midTicks + away)
  return { symbol, side, type: 'LIMIT', timeInForce: takes ? 'IOC' : 'GTC', quantity, price }
}

const toPrice = (ticks: number): string => (ticks / 10).toFixed(1)
