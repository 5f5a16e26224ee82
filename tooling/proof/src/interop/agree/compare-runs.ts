import type { ScriptRun } from './run-script.ts'
import type { EndState } from './script-client.ts'

/** Where two runs of one script differ, one line each; numbers count as equal within a billionth. */
export function compareRuns(ours: ScriptRun, theirs: ScriptRun): readonly string[] {
  const differences: string[] = []
  const check = (what: string, left: unknown, right: unknown) => {
    const [a, b] = [JSON.stringify(left, round), JSON.stringify(right, round)]
    if (a !== b) differences.push(`${what}: ours ${a}, theirs ${b}`)
  }
  check('outcomes', ours.outcomes, theirs.outcomes)
  const [left, right] = [sort(ours.end), sort(theirs.end)]
  const count = Math.max(left.orders.length, right.orders.length)
  for (let i = 0; i < count; i++) check(`order ${i + 1}`, left.orders[i], right.orders[i])
  check('fills', left.fills, right.fills)
  check('position', left.position, right.position)
  check('wallet balance', left.walletBalance, right.walletBalance)
  return differences
}

const sort = ({ orders, ...rest }: EndState): EndState => ({
  ...rest,
  orders: orders.toSorted((a, b) => (a.clientOrderId < b.clientOrderId ? -1 : 1)),
})

const round = (_name: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(12)) : value
