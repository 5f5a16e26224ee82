import { isWorking } from '../orders/evidence.ts'
import type { TradeFacts } from './trade-facts.ts'

/**
 * The order of an entry that an earlier process left resting and that is to go on, with what is left of its time. Undefined
 * when it is to be given up: because the plan says so, its time is up, the trade closes, or it was added to.
 *
 * @param nowMs - Our clock; the time of an entry counts from the beginning of its trade.
 */
export function findKeptEntry(
  { plan, memory, orders }: TradeFacts,
  nowMs: number,
): { readonly clientOrderId: string; readonly timeoutMs: number } | undefined {
  const { entry } = plan
  if ((entry.type !== 'limit' && entry.type !== 'stop') || entry.afterRestart !== 'keep') return undefined
  if (memory.closing !== undefined || memory.addedQuantity !== undefined) return undefined
  const resting = orders.filter(({ role, view }) => role === 'entry' && isWorking(view.state))
  const timeoutMs = memory.startedMs + entry.timeoutMs - nowMs
  const [only] = resting
  if (only === undefined || resting.length > 1 || timeoutMs <= 0) return undefined
  return { clientOrderId: only.view.clientOrderId, timeoutMs }
}
