import type { Clock } from '@aster/core'

import type { Engine, EnginePolicy, OrderReference } from '../engine/types.ts'
import { refuse } from '../http/api-refusal.ts'
import { type AccountCall, type Handlers, forAccount } from '../http/handler.ts'
import { readReferences, toReference, tryElement } from './order-handlers.ts'
import { toOrderJson } from './order-json.ts'
import { unwrap } from './unwrap.ts'

export interface GuardedCancelParts {
  readonly engine: Engine
  readonly clock: Clock
  readonly guardedCancel: EnginePolicy['guardedCancel']
}

/**
 * Cancels that are signed with the nonce of the order they mean. One that comes before its order uses the nonce up, so
 * that the order is refused when it arrives; one that comes after it cancels the order, or (by policy) has lost.
 */
export function createGuardedCancelHandlers({ engine, clock, guardedCancel }: GuardedCancelParts): Handlers {
  const cancel = ({ caller }: AccountCall, reference: OrderReference): unknown => {
    const placedWith = engine.getPlacingNonce(caller.accountId, reference)
    const isAnother = placedWith.ok ? placedWith.value !== String(caller.nonceUs) : caller.isNonceUsed === true
    if (isAnother || (caller.isNonceUsed === true && guardedCancel === 'loses')) throw refuse(-4225)
    return toOrderJson(unwrap(engine.cancelOrder(caller.accountId, reference, clock.now())), 'action')
  }
  return {
    guardedCancelOrder: forAccount((call) => cancel(call, toReference(call.params))),
    guardedCancelBatchOrders: forAccount((call) =>
      readReferences(call.params).map((reference) => tryElement(() => cancel(call, reference))),
    ),
  }
}
