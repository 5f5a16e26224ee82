import { z } from 'zod'

const state = z.looseObject({
  accounts: z.array(
    z.looseObject({ accountId: z.string(), positions: z.array(z.unknown()), openOrders: z.array(z.unknown()) }),
  ),
  faults: z.array(z.unknown()),
})

/** What the exchange still holds when a session has ended: nothing is right. One line each. */
export function readLeftovers(raw: unknown): readonly string[] {
  const { accounts, faults } = state.parse(raw)
  const left = accounts.flatMap(({ accountId, positions, openOrders }) => [
    ...(positions.length > 0 ? [`account ${accountId} has ${positions.length} positions left`] : []),
    ...(openOrders.length > 0 ? [`account ${accountId} has ${openOrders.length} orders left`] : []),
  ])
  return faults.length > 0 ? [...left, `the exchange broke ${faults.length} times: ${String(faults[0])}`] : left
}
