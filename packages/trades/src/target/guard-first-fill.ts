import type { Account } from '../account/account.ts'
import { sumOrders } from '../trade/read-trade.ts'

/**
 * Works an entry from flat, and answers its first fill at once, while the rest still works: a stop that closes the whole
 * position stands for later fills as well. Where it cannot be answered, the entry is ended.
 *
 * @returns What failed in answering, once both are over.
 * @throws What ended the work, when the answer did not fail.
 */
export async function guardFirstFill(
  account: Account,
  parts: {
    /** Ids of the entry's orders so far. */
    readonly listIds: () => readonly string[]
    readonly work: (signal: AbortSignal) => Promise<void>
    readonly onFirstFill: (averagePrice: string) => Promise<void>
    readonly signal: AbortSignal | undefined
  },
): Promise<unknown> {
  const { listIds, work, onFirstFill, signal } = parts
  const control = new AbortController()
  let isAnswered = false
  let answering: Promise<void> | undefined
  let failure: unknown
  const look = () => {
    if (isAnswered) return
    const { quantity, averagePrice } = sumOrders(listIds().flatMap((id) => account.orders.get(id) ?? []))
    if (quantity.isZero()) return
    // placing an order is a change as well
    isAnswered = true
    answering = onFirstFill(averagePrice).catch((error: unknown) => {
      failure = error
      control.abort(error)
    })
  }
  const stopWatching = account.orders.onChange(look)
  try {
    await work(signal === undefined ? control.signal : AbortSignal.any([control.signal, signal]))
  } catch (error) {
    look()
    await answering
    if (failure === undefined) throw error
  } finally {
    look()
    stopWatching()
    await answering
  }
  return failure
}
