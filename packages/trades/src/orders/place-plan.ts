import { OutcomeUnknownError, RejectedError } from '@aster/core'

import { evidenceFromOrder } from './evidence-from-order.ts'
import type { DeskParts, OrderRequest, PlaceOptions } from './order-desk.ts'
import { OrderNotPlacedError } from './order-not-placed-error.ts'
import type { OrderView } from './order-view.ts'
import { defaultAnswerMs, sendOrder } from './place-order.ts'
import { prepareOrder, type PreparedOrder, writeIntent, writeSent } from './prepare-order.ts'
import { refuseOrder } from './refuse-order.ts'
import { settleAllInDoubt } from './settle-in-doubt.ts'

/** What became of one order of a plan: the order, or why it was not placed. */
export type PlanOutcome = OrderView | Error

/** The exchange takes so many in one request. */
const batchSize = 5

/**
 * Places several orders in as few signed requests as possible: 5 to a batch, those that take risk off apart from those that
 * add it, and alone what a batch does not take. Everything is judged and written down first, in one commit.
 */
export async function placePlan(
  parts: DeskParts,
  requests: readonly OrderRequest[],
  options: PlaceOptions = {},
): Promise<readonly PlanOutcome[]> {
  options.signal?.throwIfAborted()
  const preparing = requests.map((request) => parts.prepareRisk(request)).filter((reading) => reading !== undefined)
  if (preparing.length > 0) await Promise.allSettled(preparing)
  const outcomes: (PlanOutcome | undefined)[] = requests.map(() => undefined)
  const prepared: { readonly index: number; readonly order: PreparedOrder }[] = []
  // judged and taken into the tracker in one turn: each is judged with those before it counted
  for (const [index, request] of requests.entries()) {
    try {
      prepared.push({ index, order: prepareOrder(parts, parts.approve(request)) })
    } catch (error) {
      outcomes[index] = toError(error)
    }
  }
  const written: typeof prepared = []
  await Promise.all(
    prepared.map(async (entry) => {
      try {
        await writeIntent(parts, entry.order)
        written.push(entry)
      } catch (error) {
        outcomes[entry.index] = toError(error)
      }
    }),
  )
  written.sort((a, b) => a.index - b.index)
  await Promise.all(
    groupOrders(written).map(async (group) => {
      const orders = group.map(({ order }) => order)
      const [only] = orders
      const answers = orders.length === 1 && only !== undefined ? [await placeAlone(only)] : await placeTogether(orders)
      for (const [place, { index }] of group.entries()) outcomes[index] = answers[place]
    }),
  )
  return outcomes.map((outcome) => outcome ?? new RangeError('An order of the plan has no outcome'))

  function placeAlone(order: PreparedOrder): Promise<PlanOutcome> {
    return sendOrder(parts, order, options).catch(toError)
  }

  async function placeTogether(orders: readonly PreparedOrder[]): Promise<readonly PlanOutcome[]> {
    let sent = { nonceUs: undefined as bigint | undefined, sentAtMs: parts.clock.now() }
    let answers: readonly unknown[]
    try {
      answers = await parts.rest.trading.placeBatchOrders(
        { batchOrders: orders.map(({ parameters }) => parameters) as never },
        {
          signal: options.signal,
          timeoutMs: options.timeoutMs ?? defaultAnswerMs,
          lane: orders.every(({ reducesRisk }) => reducesRisk) ? 'close' : 'place',
          onSigned: async ({ nonceUs }) => {
            sent = { nonceUs, sentAtMs: parts.clock.now() }
            await Promise.all(orders.map((order) => writeSent(parts, order, sent)))
          },
        },
      )
    } catch (error) {
      answers = orders.map(() => error)
    }
    const inDoubt = orders.filter((_, index) => answers[index] instanceof OutcomeUnknownError)
    for (const { clientOrderId } of inDoubt) parts.report('inDoubt', 'No answer in a batch', clientOrderId)
    const settling = inDoubt.length === 0 ? undefined : settle(sent, inDoubt)
    const settled = orders.map((order, index) => take(order, answers[index]))
    if (settling === undefined) return settled
    await settling
    return orders.map((order, index) =>
      inDoubt.includes(order) ? readSettled(order) : (settled[index] as PlanOutcome),
    )
  }

  function settle(sent: { nonceUs: bigint | undefined; sentAtMs: number }, orders: readonly PreparedOrder[]) {
    const elements = orders.map(({ clientOrderId, parameters }) => ({ clientOrderId, symbol: parameters.symbol }))
    return settleAllInDoubt(parts, sent, elements)
  }

  function take({ clientOrderId }: PreparedOrder, answer: unknown): PlanOutcome {
    if (answer instanceof OutcomeUnknownError) return answer
    if (answer instanceof Error) {
      refuseOrder(parts, clientOrderId, answer, 'not sent')
      if (answer instanceof RejectedError) parts.onRefused(answer)
      return answer
    }
    const view = parts.tracker.apply(evidenceFromOrder(answer as Parameters<typeof evidenceFromOrder>[0], 'answer'))
    parts.onAcknowledged(clientOrderId)
    return view
  }

  function readSettled({ clientOrderId }: PreparedOrder): PlanOutcome {
    const view = parts.tracker.get(clientOrderId)
    if (view === undefined || view.state === 'presumedAbsent') return new OrderNotPlacedError(clientOrderId)
    return view
  }
}

/** A batch takes no order that closes a whole position, and a trailing stop of at most 4 %. */
const isForBatch = ({ parameters }: PreparedOrder): boolean =>
  parameters.closePosition !== true && parameters.callbackRate === undefined

function groupOrders<T extends { readonly order: PreparedOrder }>(entries: readonly T[]): readonly (readonly T[])[] {
  const groups: T[][] = entries.filter(({ order }) => !isForBatch(order)).map((entry) => [entry])
  for (const reducesRisk of [true, false]) {
    const together = entries.filter(({ order }) => isForBatch(order) && order.reducesRisk === reducesRisk)
    for (let from = 0; from < together.length; from += batchSize) groups.push(together.slice(from, from + batchSize))
  }
  return groups
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
