import { type Clock, toDecimal } from '@aster/core'

import type { OrderRequest } from '../orders/order-desk.ts'
import type { OrderView } from '../orders/order-view.ts'
import { RiskRefusedError } from '../risk/risk-refused-error.ts'
import type { AccountOutcome } from './account-outcome.ts'
import { countNeeded, type PoolPolicy } from './pool-policy.ts'
import { type PoolMember, runOnAccounts } from './run-on-accounts.ts'
import { unwindOrder } from './unwind-order.ts'

export interface PoolPlaceOptions {
  readonly policy?: PoolPolicy | undefined
  /**
   * How far the accounts' orders may lie apart. An order that the budgets of this machine would hold back longer is given up
   * unsent; 2,000 ms by default.
   */
  readonly maxSkewMs?: number | undefined
  /**
   * After it an account counts as failed; under a policy its order is taken back as soon as it can be. 10,000 ms with a
   * policy, since the others hold what has to stand or fall with it; without limit by default otherwise.
   */
  readonly timeoutMs?: number | undefined
}

export interface PoolPlaceReport {
  readonly outcomes: readonly AccountOutcome<OrderView>[]
  /** Between the first and the last order that the exchange acknowledged, by its clock; 0 with fewer than two. */
  readonly skewMs: number
  /** Whether the policy was met. */
  readonly stands: boolean
  /** What was taken back, by account: base asset that was closed again; empty when it stands. */
  readonly unwound: readonly AccountOutcome<string>[]
}

const defaultMaxSkewMs = 2_000
const defaultPolicyTimeoutMs = 10_000

/**
 * Places one order on each account at the same time. With a policy, every account's risk gate is asked first, and nothing
 * is sent at all when too many would refuse; what was sent and does not meet the policy is taken back.
 */
export async function placeOnAccounts(
  clock: Clock,
  members: readonly PoolMember[],
  requestFor: (member: PoolMember) => OrderRequest,
  { policy = 'bestEffort', maxSkewMs = defaultMaxSkewMs, timeoutMs }: PoolPlaceOptions = {},
): Promise<PoolPlaceReport> {
  const needed = countNeeded(policy, members.length)
  const checked = await runOnAccounts(clock, members, (member) => {
    const request = requestFor(member)
    const broken = member.account.risk.explain(request).checks.filter(
      // the others can change until it is sent; these cannot be met by waiting
      ({ ok, rule }) => !ok && rule !== 'markAge' && rule !== 'dailyLoss' && rule !== 'drawdown',
    )
    if (needed > 0 && broken.length > 0) throw new RiskRefusedError(request.symbol, broken)
    return Promise.resolve(request)
  })
  const ready = checked.flatMap((outcome) => (outcome.success ? [outcome.id] : []))
  const refused = checked.filter((outcome) => !outcome.success)
  if (ready.length < needed) return { outcomes: refused, skewMs: 0, stands: false, unwound: [] }
  const requests = new Map(checked.flatMap((outcome) => (outcome.success ? [[outcome.id, outcome.result]] : [])))
  const withinMs = timeoutMs ?? (needed > 0 ? defaultPolicyTimeoutMs : undefined)
  const control = new AbortController()
  const placed = await runOnAccounts(
    clock,
    members.filter(({ id }) => requests.has(id)),
    async ({ id, account }) => {
      const request = requests.get(id) as OrderRequest
      const view = await account.orders.place(request, { sendWithinMs: maxSkewMs, signal: control.signal })
      return needed > 0 && isImmediate(request) ? awaitFilled(account.orders, view) : view
    },
    withinMs,
  )
  const done = placed.flatMap((outcome) => (outcome.success ? [outcome] : []))
  const stands = done.length >= needed
  // what has not left by now shall not leave any more
  if (!stands) control.abort(new DOMException('The policy was not met', 'AbortError'))
  const unwound = stands
    ? []
    : await runOnAccounts(
        clock,
        members.filter(({ id }) => requests.has(id)),
        async ({ id, account }) => {
          const own = placed.find((outcome) => outcome.id === id)
          const clientOrderId = own?.success === true ? own.result.clientOrderId : requests.get(id)?.clientOrderId
          return clientOrderId === undefined || account.orders.get(clientOrderId) === undefined
            ? '0'
            : unwindOrder(account, clientOrderId)
        },
        withinMs,
      )
  return { outcomes: [...refused, ...placed], skewMs: measureSkew(done.map(({ result }) => result)), stands, unwound }
}

const isImmediate = ({ type, timeInForce }: OrderRequest): boolean =>
  type === 'MARKET' || timeInForce === 'IOC' || timeInForce === 'FOK'

/** An order at once that found nothing to take has not succeeded where a policy counts. */
async function awaitFilled(orders: PoolMember['account']['orders'], view: OrderView): Promise<OrderView> {
  const end = await orders.awaitTerminal(view.clientOrderId)
  if (toDecimal(end.filledQuantity).gt(0)) return end
  throw new Error(`${end.clientOrderId} ended as ${end.state} without a fill`)
}

function measureSkew(views: readonly OrderView[]): number {
  const times = views.flatMap(({ acknowledgedMs }) => (acknowledgedMs === undefined ? [] : [acknowledgedMs]))
  return times.length < 2 ? 0 : Math.max(...times) - Math.min(...times)
}
