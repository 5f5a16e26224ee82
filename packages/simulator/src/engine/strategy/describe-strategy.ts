import type { Account } from '../account.ts'
import { accept, refuse } from '../refusal.ts'
import type { Outcome } from '../types.ts'
import type { StrategyLegView, StrategyReference, StrategyView } from './strategy-types.ts'
import type { Strategy, StrategyLeg } from './strategy.ts'

/** Finds a strategy of an account by either id. */
export function findStrategy(account: Account, reference: StrategyReference, openOnly: boolean): Outcome<Strategy> {
  const { strategyId, clientStrategyId, strategyType } = reference
  if (strategyId === undefined && clientStrategyId === undefined) {
    return refuse(-1102, "Param 'strategyId' or 'clientStrategyId' must be sent, but both were empty/null!")
  }
  const fits = (strategy: Strategy) =>
    (strategyType === undefined || strategy.type === strategyType) &&
    (strategyId === undefined ? strategy.clientId === clientStrategyId : String(strategy.id) === strategyId)
  const open = [...account.openStrategies.values()].find(fits)
  // the latest of those that shared an id
  const found = open ?? (openOnly ? undefined : [...account.closedStrategies].findLast(fits))
  return found === undefined ? refuse(-2013) : accept(found)
}

/** A strategy as it is now. */
export function describeStrategy(strategy: Strategy): StrategyView {
  return {
    strategyId: String(strategy.id),
    clientStrategyId: strategy.clientId,
    strategyType: strategy.type,
    status: strategy.status,
    symbol: strategy.market.instrument.symbol,
    bookMs: strategy.bookMs,
    updateMs: strategy.updateMs,
    failureCode: strategy.failureCode,
    failureReason: strategy.failureReason,
    legs: strategy.legs.map(describeLeg),
    chase: strategy.chase?.view,
  }
}

function describeLeg(leg: StrategyLeg): StrategyLegView {
  const { request, order } = leg
  return {
    subId: leg.subId,
    links: leg.links,
    request,
    side: request.side === 'SELL' ? 'SELL' : 'BUY',
    positionSide: request.positionSide === 'LONG' || request.positionSide === 'SHORT' ? request.positionSide : 'BOTH',
    timeInForce: leg.endsWithPosition ? 'GTE_GTC' : (request.timeInForce ?? 'GTC'),
    order: order?.snapshot(),
    status: order?.status ?? statusWithoutOrder[leg.state],
    triggerMs: leg.triggerMs,
  }
}

const statusWithoutOrder = { pending: 'NEW', placed: 'NEW', dropped: 'CANCELED', rejected: 'REJECTED' } as const
