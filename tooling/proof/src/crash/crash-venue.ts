import { computeKeyAddress } from '@aster/auth'
import { deriveAgentKey } from '@aster/auth/seeded'
import { type Clock, createSeededRandom, Decimal } from '@aster/core'
import { createExchange, type Exchange } from '@aster/simulator'

import { createHistoryChecker } from '../chaos/check-history.ts'
import type { Span } from '../chaos/silence.ts'
import { type CrashPlan, crashQuantity, crashSymbol, nonceWindowMs, protectWithinMs } from './crash-plan.ts'

/** The exchange that goes on while the program is dead, and what it has to say in the end. */
export interface CrashVenue {
  readonly exchange: Exchange
  readonly privateKey: string
  readonly user: string
  /** Moves the whole market past the stop, or by some percent. */
  readonly moveBy: (percent: number) => void
  /** Position and open orders of the account. */
  readonly truth: () => { readonly position: string; readonly orders: readonly string[] }
  readonly fills: () => number
  /** Judges the run from the exchange's log, and holds the claim of the last life against it. */
  judge(
    claim: { readonly opened: string; readonly realizedPnl: string; readonly isComplete: boolean },
    dead: readonly Span[],
  ): { readonly violations: readonly string[]; readonly longestUnprotectedMs: number }
}

const levels = 20
const lots = 5_000
const startPrice = '96000'

export function openCrashVenue(clock: Clock, { side, hedge }: Pick<CrashPlan, 'side' | 'hedge'>): CrashVenue {
  const random = createSeededRandom('crash')
  const userKey = deriveAgentKey(random.fork('user'))
  const agentKey = deriveAgentKey(random.fork('agent'))
  const user = computeKeyAddress(userKey)
  const exchange = createExchange({
    clock,
    seed: 1,
    symbols: [crashSymbol],
    market: 'quiet',
    nonceWindowMs,
    closed: true,
    limits: false,
  })
  const accountId = exchange.openAccount({ usdt: '1000000', v3: { user, signers: [computeKeyAddress(agentKey)] } })
  if (hedge) exchange.engine.setPositionMode(accountId, true, clock.now())
  const checker = createHistoryChecker(() => clock.monotonicMs())
  let fills = 0
  exchange.onEvent((line) => {
    if (line.startsWith('{"kind":"order"') && line.includes('"fill":{')) fills += 1
    checker.read(line)
  })
  const positionSide = hedge ? (side === 'BUY' ? 'LONG' : 'SHORT') : 'BOTH'
  checker.begin(crashSymbol, positionSide, { side, quantity: crashQuantity, protectWithinMs })
  let price = new Decimal(startPrice)

  const moveTo = (next: Decimal) => {
    price = next
    const { engine } = exchange
    const nowMs = clock.now()
    const { bids, asks } = engine.getDepth(crashSymbol, 1_000)
    const toTicks = (text: string) => engine.toTicks(crashSymbol, text)
    engine.setLevels(
      crashSymbol,
      [
        ...bids.map(([level]) => ({ side: 'BUY' as const, priceTicks: toTicks(level), lots: 0 })),
        ...asks.map(([level]) => ({ side: 'SELL' as const, priceTicks: toTicks(level), lots: 0 })),
      ],
      nowMs,
    )
    const bidTicks = toTicks(price.toFixed(0))
    const steps = Array.from({ length: levels }, (_, step) => step)
    engine.setLevels(
      crashSymbol,
      steps.flatMap((step) => [
        { side: 'BUY' as const, priceTicks: bidTicks - step, lots },
        { side: 'SELL' as const, priceTicks: bidTicks + 1 + step, lots },
      ]),
      nowMs,
    )
    const mark = engine.formatPrice(crashSymbol, bidTicks)
    engine.setMark(crashSymbol, mark, mark, nowMs)
    engine.trade(crashSymbol, 'SELL', bidTicks, 1, { consumeBook: false }, nowMs)
    engine.trade(crashSymbol, 'BUY', bidTicks + 1, 1, { consumeBook: false }, nowMs)
  }
  const isOpen = ({ quantity }: { readonly quantity: string }) => /[1-9]/.test(quantity)
  return {
    exchange,
    privateKey: agentKey.reveal(),
    user,
    moveBy: (percent) => moveTo(price.times(1 + percent / 100)),
    truth: () => ({
      position: exchange.engine
        .getPositions(accountId)
        .filter(isOpen)
        .map(({ quantity }) => quantity)
        .join(),
      orders: exchange.engine.getOpenOrders(accountId).map(({ type }) => type),
    }),
    fills: () => fills,
    judge(claim, dead) {
      checker.end(crashSymbol, positionSide, claim)
      const { violations, longestUnprotectedMs } = checker.finish(dead)
      return { violations, longestUnprotectedMs }
    },
  }
}
