import type { EngineContext } from '../context.ts'
import type { Strategy } from './strategy.ts'

/** Tells the owner how a strategy stands. */
export function emitStrategy(context: EngineContext, strategy: Strategy): void {
  strategy.updateMs = context.nowMs
  if (context.policy.strategyEvents === 'none') return
  context.emit({
    kind: 'strategy',
    accountId: strategy.account.id,
    timeMs: context.nowMs,
    strategyId: String(strategy.id),
    strategyType: strategy.type,
    status: strategy.status,
    symbol: strategy.market.instrument.symbol,
    failureCode: strategy.failureCode,
  })
}
