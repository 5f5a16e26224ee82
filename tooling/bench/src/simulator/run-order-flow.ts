import { type LoadedEngine, loadNowMs, type OrderFlow, symbol } from './open-loaded-engine.ts'

/** Orders that rest, by account and id, so that any can be picked at once. */
export interface OpenOrders {
  readonly accounts: string[]
  readonly ids: string[]
  readonly sides: string[]
}

export const createOpenOrders = (): OpenOrders => ({ accounts: [], ids: [], sides: [] })

/** What came of a flow. */
export interface FlowTally {
  done: number
  refused: number
}

/** Lets every order operation of a flow happen, one after the other. */
export function runOrderFlow(
  loaded: LoadedEngine,
  flow: OrderFlow,
  open: OpenOrders,
  from: number,
  count: number,
): FlowTally {
  const { engine, accountIds } = loaded
  const { kinds, accounts, picks, orders, bidPrices, askPrices } = flow
  const tally = { done: 0, refused: 0 }
  for (let step = from; step < from + count; step++) {
    const i = step % kinds.length
    const kind = open.ids.length === 0 ? 0 : kinds[i]
    if (kind === 0) {
      const accountId = accountIds[accounts[i] ?? 0] ?? ''
      const order = orders[(step * 7) % orders.length]
      if (order === undefined) continue
      const placed = engine.placeOrder(accountId, order, loadNowMs)
      if (!placed.ok) tally.refused += 1
      else if (placed.value.status === 'NEW') {
        open.accounts.push(accountId)
        open.ids.push(placed.value.orderId)
        open.sides.push(order.side)
      }
    } else {
      const index = Math.floor((picks[i] ?? 0) * open.ids.length)
      const accountId = open.accounts[index] ?? ''
      const orderId = open.ids[index] ?? ''
      const side = open.sides[index] ?? ''
      if (kind === 1) {
        if (!engine.cancelOrder(accountId, { symbol, orderId }, loadNowMs).ok) tally.refused += 1
        forget(open, index)
      } else {
        const price = (side === 'BUY' ? bidPrices : askPrices)[step % 512] ?? ''
        const request = { symbol, orderId, side, quantity: '0.050', price }
        if (!engine.amendOrder(accountId, request, loadNowMs).ok) tally.refused += 1
      }
    }
    tally.done += 1
    if (step % 64 === 0) loaded.refill()
  }
  return tally
}

function forget({ accounts, ids, sides }: OpenOrders, index: number): void {
  for (const list of [accounts, ids, sides]) {
    const last = list.pop()
    if (last !== undefined && index < list.length) list[index] = last
  }
}
