import { z } from 'zod'

import { duration } from './duration.ts'

const count = z.number().int().min(1)
const elapsedMs = z.number().int().min(0)
const textOrList = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

/** Whether a socket that says nothing any more still answers pings. */
export const pings = z.enum(['answered', 'ignored']).default('answered')

/** What happens to a stream event that a rule picked, for everybody who listens to that stream. */
export const StreamFaultAction = z.discriminatedUnion('kind', [
  /** Never sent. A dropped depth event is a gap: the next one's `pu` names it. */
  z.strictObject({ kind: z.literal('dropEvent') }),
  /** Sent again, at once or later. */
  z.strictObject({
    kind: z.literal('duplicateEvent'),
    copies: count.max(100).default(1),
    afterMs: duration.default(0),
  }),
  /** Sent later. What follows on the same stream waits behind it, unless the order need not be kept. */
  z.strictObject({ kind: z.literal('delayEvent'), ms: duration, keepOrder: z.boolean().default(true) }),
  /** Sent after the next few events of the same stream; at the latest after `withinMs`. */
  z.strictObject({
    kind: z.literal('reorderEvent'),
    behind: count.max(100).default(1),
    withinMs: duration.default(1_000),
  }),
  /** A depth event whose `pu` is too low by this much. Other events pass as they are. */
  z.strictObject({ kind: z.literal('breakChain'), by: count.default(1) }),
  /** Every socket that listens to the stream is cut without a close frame; the event is lost. */
  z.strictObject({ kind: z.literal('disconnect') }),
  /** Every socket that listens to the stream stays open and says nothing any more, for good or for a while. */
  z.strictObject({ kind: z.literal('muteSocket'), forMs: duration.optional(), pings }),
])
export type StreamFaultAction = z.output<typeof StreamFaultAction>

/** Which stream events a rule is about. Everything that is given must hold. */
const StreamFaultMatch = z.strictObject({
  /** `user`: streams of listen keys. */
  kind: z.enum(['market', 'user']).optional(),
  /** Names of market streams, `btcusdt@depth@100ms`. */
  stream: textOrList.optional(),
  /** In upper case; market streams of that symbol. */
  symbol: z.string().min(1).optional(),
  /** Event types as they are sent: `depthUpdate`, `bookTicker`, `ORDER_TRADE_UPDATE`. */
  event: textOrList.optional(),
  /** User streams of this account: its id, its user's address, or an agent's. */
  account: z.string().min(1).optional(),
  /** Only so long after the script was loaded. */
  afterMs: elapsedMs.optional(),
  untilMs: elapsedMs.optional(),
  /** Of the events that fit so far: the nth, counted from 1, or each of several. */
  nth: z.union([count, z.array(count).min(1)]).optional(),
  /** Of those that are left: by chance. */
  probability: z.number().min(0).max(1).optional(),
})
export type StreamFaultMatch = z.output<typeof StreamFaultMatch>

export const StreamFaultRule = z.strictObject({
  /** For reports; the kind of its action when absent. */
  name: z.string().min(1).optional(),
  match: StreamFaultMatch.default({}),
  action: StreamFaultAction,
  /** How often it fires at most. */
  times: count.optional(),
})
export type StreamFaultRule = z.output<typeof StreamFaultRule>
