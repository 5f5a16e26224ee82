import { type EngineContext, getAccount, noteTime } from '../context.ts'
import { findOrder } from '../find-order.ts'
import { accept } from '../refusal.ts'
import { describeStrategy, findStrategy } from './describe-strategy.ts'
import { placeChase } from './place-chase.ts'
import { placeStrategy } from './place-strategy.ts'
import type { StrategyCommands } from './strategy-types.ts'
import { updateStrategy } from './update-strategy.ts'

/** What an account can have done by several orders together. */
export function createStrategyCommands(context: EngineContext): StrategyCommands {
  const begin = (accountId: string, nowMs: number) => {
    noteTime(context, nowMs)
    return getAccount(context, accountId)
  }
  return {
    placeStrategy: (accountId, request, nowMs) => placeStrategy(context, begin(accountId, nowMs), request),
    updateStrategy: (accountId, request, nowMs) => updateStrategy(context, begin(accountId, nowMs), request),
    placeChase: (accountId, request, nowMs) => placeChase(context, begin(accountId, nowMs), request),
    getStrategy(accountId, reference, openOnly) {
      const found = findStrategy(getAccount(context, accountId), reference, openOnly)
      return found.ok ? accept(describeStrategy(found.value)) : found
    },
    getPlacingNonce(accountId, reference) {
      const found = findOrder(context, getAccount(context, accountId), reference, -2013)
      return found.ok ? accept(found.value.order.draft.nonce) : found
    },
  }
}
