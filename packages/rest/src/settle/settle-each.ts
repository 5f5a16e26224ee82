import { askUntilCertain, type Certainty } from './ask-until-certain.ts'
import { type Finding, findOrder } from './find-order.ts'
import type { LostRequest, OrderName, SettleClient, SettleOptions, Unsettled } from './settle-options.ts'

/**
 * Settles the elements of one lost request, each by asking for its order. They share the nonce, so they are settled
 * together: a noop works once.
 *
 * @param judge - What a finding means; undefined: ask again.
 * @returns In the order of the elements.
 */
export async function settleEach<Element extends OrderName, Settled>(
  client: SettleClient,
  lost: LostRequest & { readonly elements: readonly Element[] },
  judge: (finding: Finding, element: Element, certainty: Certainty) => Settled | undefined,
  options: SettleOptions = {},
): Promise<(Settled | Unsettled)[]> {
  const settled = new Map<Element, Settled>()
  await askUntilCertain(client, lost, options, async (certainty) => {
    const open = lost.elements.filter((element) => !settled.has(element))
    await Promise.all(
      open.map(async (element) => {
        const conclusion = judge(await findOrder(client, element, options.signal), element, certainty)
        if (conclusion !== undefined) settled.set(element, conclusion)
      }),
    )
    return settled.size === new Set(lost.elements).size ? true : undefined
  })
  return lost.elements.map((element) => settled.get(element) ?? { outcome: 'unknown' })
}

/** As {@link settleEach}, for a request about one order. */
export async function settleOne<Element extends LostRequest & OrderName, Settled>(
  client: SettleClient,
  lost: Element,
  judge: (finding: Finding, element: Element, certainty: Certainty) => Settled | undefined,
  options: SettleOptions = {},
): Promise<Settled | Unsettled> {
  const { nonceUs, sentAtMs } = lost
  const [settled] = await settleEach(client, { nonceUs, sentAtMs, elements: [lost] }, judge, options)
  return settled ?? { outcome: 'unknown' }
}
