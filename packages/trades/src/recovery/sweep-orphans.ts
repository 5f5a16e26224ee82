import { toDecimal, type PositionSide } from '@aster/core'

import type { AccountIncidentType } from '../account/account-event.ts'
import type { Account } from '../account/account.ts'
import { isProtective } from '../close/is-protective.ts'
import { isWorking } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { RecoveryReport } from './recovery-report.ts'

/** After this the account goes on cancelling in the background. */
const cancelWithinMs = 5_000

/**
 * Cancels what rests with our prefix and belongs to nothing. A stop whose position is open and whose trade nobody knows
 * stays: it may be all that protects it.
 */
export async function sweepOrphans(
  account: Account,
  isOwned: (clientOrderId: string) => boolean,
  options: {
    readonly loneOrders: 'cancel' | 'keep'
    readonly report: (what: AccountIncidentType, detail: string, clientOrderId?: string) => void
  },
): Promise<Pick<RecoveryReport, 'swept' | 'kept'>> {
  const { orders } = account
  const lone = orders.list(
    (view) => isWorking(view.state) && orders.owns(view.clientOrderId) && !isOwned(view.clientOrderId),
  )
  const kept = lone.filter((view) => options.loneOrders === 'keep' || isNeeded(account, view))
  const swept = lone.filter((view) => !kept.includes(view))
  for (const view of kept) options.report('orphanKept', 'It belongs to no trade, and stays', view.clientOrderId)
  await Promise.all(
    swept.map(async ({ clientOrderId }) => {
      options.report('orphanSwept', 'It belonged to nothing', clientOrderId)
      await orders.cancel(clientOrderId, { timeoutMs: cancelWithinMs }).catch(() => {
        void orders.ensureGone(clientOrderId)
      })
    }),
  )
  const idsOf = (views: readonly OrderView[]) => views.map((view) => view.clientOrderId)
  return { swept: idsOf(swept), kept: idsOf(kept) }
}

/** It protects a position that no trade looks after. */
function isNeeded(account: Account, { terms }: OrderView): boolean {
  if (terms === undefined || !isProtective(terms)) return false
  const positionSide = terms.positionSide as PositionSide
  const position = account.getPosition(terms.symbol, positionSide)
  return !toDecimal(position?.quantity ?? '0').isZero() && account.ownerOf(terms.symbol, positionSide) === undefined
}
