import { z } from 'zod'

import { orderStatuses, orderTypes, sides, timesInForce } from '../enums.ts'
import { decimal, type OpenText, openText, timeMs } from '../schema/received.ts'
import { symbol } from '../schema/sent.ts'
import { defineStream } from './define-stream.ts'
import { parseSymbolStream, toStreamSymbol } from './stream-names.ts'

/** A liquidation order. Prices in quote asset per base asset, quantities in base asset. */
export interface ForceOrderEvent {
  readonly type: 'forceOrder'
  readonly symbol: string
  readonly eventTimeMs: number
  readonly side: OpenText<(typeof sides)[number]>
  readonly orderType: OpenText<(typeof orderTypes)[number]>
  readonly timeInForce: OpenText<(typeof timesInForce)[number]>
  readonly originalQuantity: string
  readonly originalPrice: string
  readonly averagePrice: string
  readonly status: OpenText<(typeof orderStatuses)[number]>
  readonly lastFilledQuantity: string
  readonly filledQuantity: string
  readonly tradeTimeMs: number
}

export const forceOrderPayload = z.object({
  E: timeMs,
  o: z.object({
    s: z.string(),
    S: openText(sides),
    o: openText(orderTypes),
    f: openText(timesInForce),
    q: decimal,
    p: decimal,
    ap: decimal,
    X: openText(orderStatuses),
    l: decimal,
    z: decimal,
    T: timeMs,
  }),
})

export const toForceOrderEvent = ({ E, o }: z.output<typeof forceOrderPayload>): ForceOrderEvent => ({
  type: 'forceOrder',
  symbol: o.s,
  eventTimeMs: E,
  side: o.S,
  orderType: o.o,
  timeInForce: o.f,
  originalQuantity: o.q,
  originalPrice: o.p,
  averagePrice: o.ap,
  status: o.X,
  lastFilledQuantity: o.l,
  filledQuantity: o.z,
  tradeTimeMs: o.T,
})

/** `<symbol>@forceOrder`: at most the latest liquidation of the symbol per second; silent when there was none. */
export const forceOrderStream = defineStream({
  name: 'forceOrder',
  params: z.strictObject({ symbol }),
  streamName: (params) => `${toStreamSymbol(params.symbol)}@forceOrder`,
  parseStreamName: (name) => {
    const found = parseSymbolStream(name, 'forceOrder')
    return found === undefined ? undefined : { symbol: found }
  },
  payload: forceOrderPayload,
  toEvent: toForceOrderEvent,
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: false },
})
