import type { OrderView } from '../orders/order-view.ts'
import {
  readBalances,
  readFills,
  readMissingOrders,
  readOpenOrders,
  readPositions,
  type ReadParts,
} from './read-account.ts'

export interface Reconciler {
  /** A call while a reading runs gets the next one: the running one may have asked before what the caller has in mind. */
  run(): Promise<void>
  readonly isRunning: boolean
}

/** Executions are read from a little before the earliest moment that they can have. */
const marginMs = 2_000

/** Asks the exchange for everything that the account believes, and corrects it. */
export function createReconciler(parts: ReadParts): Reconciler {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  const read = async () => {
    const listed = new Set<string>()
    const [, , ...lists] = await Promise.all([
      readPositions(parts),
      readBalances(parts),
      ...parts.symbols.map((symbol) => readOpenOrders(parts, symbol)),
    ])
    for (const order of lists.flat()) listed.add(order.clientOrderId)
    await readMissingOrders(parts, listed)
    for (const [symbol, sinceMs] of findIncomplete(parts)) await readFills(parts, symbol, sinceMs - marginMs)
  }

  const start = (): Promise<void> => {
    const task = read().finally(() => {
      if (running === task) running = undefined
    })
    running = task
    return task
  }

  return {
    run() {
      if (running === undefined) return start()
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return start()
        })
      return next
    },
    get isRunning() {
      return running !== undefined
    },
  }
}

/** Symbols with orders of which reports name more than the executions that we know, and since when. */
function findIncomplete({ tracker, owns }: ReadParts): ReadonlyMap<string, number> {
  const since = new Map<string, number>()
  const isIncomplete = (view: OrderView) => owns(view.clientOrderId) && !view.fillsComplete
  for (const { terms, acknowledgedMs, updatedMs } of tracker.list(isIncomplete)) {
    if (terms === undefined) continue
    const fromMs = acknowledgedMs ?? updatedMs
    since.set(terms.symbol, Math.min(since.get(terms.symbol) ?? fromMs, fromMs))
  }
  return since
}
