import type { Clock } from '@aster/core'

import type { Board } from './create-board.ts'
import type { Story } from './create-story.ts'
import type { Desk } from './open-desk.ts'
import { runTrader } from './run-trader.ts'
import { watchMarket } from './watch-market.ts'

export interface TradersOptions {
  readonly clock: Clock
  readonly desk: Desk
  readonly board: Board
  readonly story: Story
  readonly symbols: readonly string[]
  readonly durationMs: number
  readonly isDry: boolean
  /** Aborts when the run is to end before its time. */
  readonly signal: AbortSignal
}

/** In the last part of a run no trade begins: one that is closed at once shows nothing. */
const lastPartMs = 2_000

/** Trades every symbol side by side for the time given. Resolves when it is over and every trade has ended. */
export async function runTraders(options: TradersOptions): Promise<void> {
  const { clock, desk, board, story, symbols, durationMs, signal } = options
  const { elapsedMs } = board
  const { account } = desk
  const entries = new AbortController()
  const closing = new AbortController()
  const watching = new AbortController()
  const isOver = Promise.withResolvers<void>()
  const markets = new Map(symbols.map((symbol) => [symbol, watchMarket(account, symbol, clock, watching.signal)]))
  board.attach(account, markets)

  const end = (reason: string): void => {
    if (closing.signal.aborted) return
    board.setEnding(reason)
    story.log('ending', { reason })
    entries.abort()
    closing.abort()
    isOver.resolve()
  }
  const onAbort = (): void => end(signal.reason instanceof Error ? signal.reason.message : 'asked to end')
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  const leftMs = Math.max(0, durationMs - elapsedMs())
  const timers = [
    clock.schedule(Math.max(leftMs * 0.8, leftMs - lastPartMs), () => entries.abort()),
    clock.schedule(leftMs, () => end('the time is over')),
  ]
  const traders = [...markets].map(([symbol, market], index) =>
    runTrader({
      account,
      symbol,
      clock,
      market,
      firstSide: index % 2 === 0 ? 'BUY' : 'SELL',
      entries: entries.signal,
      closing: closing.signal,
      isDry: options.isDry,
      elapsedMs,
      story,
      onPhase: (phase) => board.setPhase(symbol, phase),
      onRecord: board.add,
    }),
  )
  await Promise.all([isOver.promise, ...traders])
  watching.abort()
  for (const timer of timers) timer.cancel()
  signal.removeEventListener('abort', onAbort)
}
