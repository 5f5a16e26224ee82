import { isWorking } from '../orders/evidence.ts'
import type { OrderTracker } from '../orders/order-tracker.ts'

const rememberedIds = 2_000

/** Notices orders that come to life although nobody wants them any more: a request that arrived late. */
export function watchRetiredOrders(
  tracker: Pick<OrderTracker, 'onChange'>,
  onAlive: (clientOrderId: string) => void,
): { readonly add: (clientOrderIds: readonly string[]) => void } {
  const retired = new Set<string>()
  tracker.onChange((view) => {
    if (isWorking(view.state) && retired.has(view.clientOrderId)) onAlive(view.clientOrderId)
  })
  return {
    add(clientOrderIds) {
      for (const clientOrderId of clientOrderIds) retired.add(clientOrderId)
      for (const oldest of retired) {
        if (retired.size <= rememberedIds) return
        retired.delete(oldest)
      }
    },
  }
}
