import type { RestClient } from '@aster/rest'

import { awaitOrder } from './await-order.ts'
import { isTerminal } from './evidence.ts'
import type { DeskParts } from './order-desk.ts'
import type { OrderParameters } from './order-parameters.ts'
import { queryOrder } from './query-order.ts'
import { waitForOrder } from './wait-for-order.ts'

export type SendOptions = NonNullable<Parameters<RestClient['trading']['placeStrategyOrder']>[1]>

/**
 * Sends an entry and its stop as one strategy (OTO): the exchange places the stop with the first fill of the entry, also
 * when nobody is there any more. Both carry ids of ours. Weight 50, two orders of the order budget; V3 only.
 */
export async function sendWithStop(
  rest: RestClient,
  entry: OrderParameters,
  stop: OrderParameters,
  options: SendOptions,
): Promise<void> {
  await rest.trading.placeStrategyOrder(
    {
      strategyType: 'OTO',
      subOrderList: [
        toLeg('1', entry),
        {
          ...toLeg('2', stop),
          firstDrivenId: '1',
          firstDrivenOn: 'PARTIALLY_FILLED_OR_FILLED',
          firstTrigger: 'PLACE_ORDER',
        },
      ],
    },
    options,
  )
}

function toLeg(strategySubId: '1' | '2', parameters: OrderParameters) {
  const { newClientOrderId, newOrderRespType: _answer, timeInForce, ...rest } = parameters
  return {
    ...rest,
    strategySubId,
    securityType: 'USDT_FUTURES' as const,
    clientOrderId: newClientOrderId,
    // neither IOC nor FOK is possible in a strategy
    ...(timeInForce === 'GTC' || timeInForce === 'GTX' ? { timeInForce } : {}),
  }
}

/** How long the stop of a strategy may take to be heard of after the first fill, before it is asked for. */
const legWaitMs = 250
const questions = 2

/**
 * Finds out whether the exchange has placed the stop of a strategy. When it has not, the stop is presumed absent, so that
 * another can be placed; should it come to life later, the report reopens it.
 */
export async function watchStop(parts: DeskParts, symbol: string, entryId: string, stopId: string): Promise<void> {
  const { tracker, lifetime } = parts
  const isKnown = () => tracker.get(stopId)?.state !== 'sent'
  try {
    await awaitOrder(parts, entryId, (view) => isOver(view.state) || view.filledQuantity !== '0' || isKnown())
    for (let asked = 0; asked < questions && !isKnown(); asked += 1) {
      await waitForOrder(parts, stopId, isKnown, { timeoutMs: legWaitMs, signal: lifetime })
      if (!isKnown()) await queryOrder(parts, stopId, { symbol, signal: lifetime })
    }
  } catch {
    // an account that closes asks no more; a question without an answer leaves the stop to be placed anew
  }
  if (!isKnown()) tracker.apply({ clientOrderId: stopId, state: 'presumedAbsent', timeMs: 0 })
}

const isOver = (state: Parameters<typeof isTerminal>[0]): boolean => isTerminal(state) || state === 'presumedAbsent'
