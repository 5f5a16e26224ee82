import { withDeadline } from '@aster/core'

import { cancelAll } from '../close/cancel-all.ts'
import { isLive } from '../orders/evidence.ts'
import type { Account, AccountGuest, CloseOptions, CloseReport } from './account.ts'

const defaultTimeoutMs = 30_000
/** Kept back from the time for trades, so that orders can still be cancelled. */
const cancelShareMs = 5_000

/** Ends what lives on the account, cancels what is left of ours, and tells what remained. */
export async function closeAccount(
  account: Account,
  guests: readonly AccountGuest[],
  { policy = 'flatten', timeoutMs = defaultTimeoutMs }: CloseOptions,
): Promise<CloseReport> {
  const { clock, orders } = account
  const endsMs = clock.monotonicMs() + timeoutMs
  const leftMs = () => Math.max(0, endsMs - clock.monotonicMs())
  const keptTrades: string[] = []
  const unfinishedTrades: string[] = []
  const keptOrders = new Set<string>()
  await Promise.all(
    guests.map(async (guest) => {
      try {
        const guestMs = Math.max(0, leftMs() - cancelShareMs)
        const isKept = await withDeadline(clock, guestMs, () => guest.end(policy))
        if (!isKept) return
        keptTrades.push(guest.id)
        for (const clientOrderId of guest.orderIds()) keptOrders.add(clientOrderId)
      } catch {
        // its entry and take-profits go below; its stop stays as long as its position is open
        unfinishedTrades.push(guest.id)
      }
    }),
  )
  const hasOwnOrders = orders.list((order) => isLive(order.state) && orders.owns(order.clientOrderId)).length > 0
  if (hasOwnOrders && leftMs() > 0) {
    await withDeadline(clock, leftMs(), () =>
      cancelAll(account, { keep: (order) => keptOrders.has(order.clientOrderId), timeoutMs: leftMs() }),
    ).catch(() => undefined)
  }
  return {
    openOrders: orders.list(
      (order) => isLive(order.state) && orders.owns(order.clientOrderId) && !keptOrders.has(order.clientOrderId),
    ),
    keptTrades,
    unfinishedTrades,
  }
}
