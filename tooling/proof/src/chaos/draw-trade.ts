import type { Random } from '@aster/core'
import type { EntryOptions, StopOptions, TakeProfitOptions, TradeOptions } from '@aster/trades'

/** A trade as somebody might want it, and when they lose patience. */
export interface DrawnTrade {
  readonly options: TradeOptions
  readonly protectWithinMs: number
  /** Closed by hand this long after it began. */
  readonly closeAfterMs: number | undefined
}

const pick = <T>(random: Random, list: readonly [T, ...T[]]): T => list[random.nextInt(list.length)] ?? list[0]
const percent = (random: Random, from: number, to: number): string => (from + random.next() * (to - from)).toFixed(4)

/** Of the trades that wait for a trigger or cap their price instead. */
const guardedShare = 0.25

/** From dust to more than the best levels hold, and more than one market order may take. */
const drawQuantity = (random: Random): string =>
  (0.001 * (1 + random.nextInt(pick(random, [5, 40, 700, 1_500])))).toFixed(3)

const drawEntry = (random: Random, side: 'BUY' | 'SELL', bid: number): EntryOptions =>
  pick<() => EntryOptions>(random, [
    () => 'market',
    () => 'bbo',
    () => ({ type: 'bbo', fillTimeoutMs: 500, maxRetries: 6, maxChasePercent: 0.5, finalAction: 'cross' }),
    () => ({ type: 'bbo', fillTimeoutMs: 700, maxRetries: 4, ticksDistance: random.nextInt(4), deadlineMs: 8_000 }),
    () => ({
      type: 'limit',
      price: (bid * (1 + (side === 'BUY' ? 1 : -1) * (random.next() - 0.6) * 0.0004)).toFixed(1),
      timeInForce: pick(random, ['GTC', 'GTC', 'GTX', 'IOC', 'FOK']),
      timeoutMs: 1_000 + random.nextInt(6_000),
    }),
  ])()

/** Entries that wait for a price beyond the market, with and without a limit, and that cap what they pay. */
const drawGuardedEntry = (random: Random, side: 'BUY' | 'SELL', bid: number): EntryOptions => {
  const forward = side === 'BUY' ? 1 : -1
  const away = (share: number) => (bid * (1 + forward * share)).toFixed(1)
  const trigger = random.next() * 0.0003
  const common = { type: 'stop', stopPrice: away(trigger), timeoutMs: 1_000 + random.nextInt(8_000) } as const
  return pick<() => EntryOptions>(random, [
    () => ({ ...common, workingType: pick(random, ['CONTRACT_PRICE', 'CONTRACT_PRICE', 'MARK_PRICE']) }),
    () => ({ ...common, limitPrice: away(trigger + random.next() * 0.0002) }),
    () => ({ type: 'market', maxSlippagePercent: percent(random, 0.0005, 0.02) }),
  ])()
}

const drawTakeProfits = (random: Random): TakeProfitOptions =>
  pick<() => TakeProfitOptions>(random, [
    () => [],
    () => percent(random, 0.004, 0.05),
    () => [percent(random, 0.004, 0.02), percent(random, 0.02, 0.06)],
    () => [
      [percent(random, 0.004, 0.02), 0.5],
      [percent(random, 0.02, 0.04), 0.3],
      [percent(random, 0.04, 0.08), 0.2],
    ],
    () => [0.005, 0.01, 0.02, 0.03, 0.05],
  ])()

const drawStop = (random: Random): StopOptions => ({
  percent: percent(random, 0.008, 0.06),
  workingType: pick(random, ['CONTRACT_PRICE', 'CONTRACT_PRICE', 'MARK_PRICE']),
})

/** Half of the entries that can rest leave their first stop to the exchange. */
function drawBracket(random: Random, entry: EntryOptions): Pick<TradeOptions, 'bracket'> {
  const canRest = typeof entry === 'object' && entry.type === 'limit' && /GTC|GTX/.test(entry.timeInForce ?? 'GTC')
  return canRest && random.next() < 0.5 ? { bracket: 'native' } : {}
}

/** Stops that trail here or at the exchange, and that move to break-even; half of the trades have neither. */
function drawMoves(random: Random, hasLadder: boolean): Pick<TradeOptions, 'trailing' | 'breakEven'> {
  const callbackPercent = random.next() < 0.3 ? 0.1 : percent(random, 0.003, 0.03)
  const activation = random.next() < 0.5 ? undefined : { percent: percent(random, 0.003, 0.02) }
  return {
    ...(random.next() < 0.3
      ? { trailing: { callbackPercent, ...(activation === undefined ? {} : { activation }) } }
      : {}),
    ...(random.next() < 0.3
      ? {
          breakEven: {
            ...(hasLadder ? { afterTakeProfit: 1 } : {}),
            atPercent: percent(random, 0.008, 0.03),
            offsetPercent: percent(random, 0, 0.004),
            coverFees: random.next() < 0.2,
          },
        }
      : {}),
  }
}

/** Draws a trade for a side. `bid` is the best bid, for limit entries. */
export function drawTrade(random: Random, symbol: string, side: 'BUY' | 'SELL', bid: number): DrawnTrade {
  const protectWithinMs = pick(random, [2_000, 2_000, 2_000, 1_000, 4_000])
  const closeAfterMs = random.next() < 0.25 ? 200 + random.nextInt(6_000) : undefined
  const options: TradeOptions = {
    symbol,
    side,
    quantity: drawQuantity(random),
    entry: drawEntry(random, side, bid),
    takeProfits: drawTakeProfits(random),
    takeProfitFallback: pick(random, ['take', 'rest']),
    stop: drawStop(random),
    timeStopMs: 2_000 + random.nextInt(12_000),
    protectWithinMs,
  }
  // a stream of its own: what is drawn beside it stays as it was
  const more = random.fork(JSON.stringify(options))
  const hasLadder = !Array.isArray(options.takeProfits) || options.takeProfits.length > 0
  const moves = drawMoves(more, hasLadder)
  const bracket = drawBracket(more, options.entry)
  if (random.fork(`entry ${JSON.stringify(options)}`).next() >= guardedShare) {
    return { protectWithinMs, closeAfterMs, options: { ...options, ...moves, ...bracket } }
  }
  const entry = drawGuardedEntry(more, side, bid)
  return { protectWithinMs, closeAfterMs, options: { ...options, ...moves, entry } }
}
