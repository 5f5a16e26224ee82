import { z } from 'zod'

import { duration, longestMs, milliseconds } from './duration.ts'
import { pings } from './stream-fault.ts'

const count = z.number().int().min(1)

const sockets = {
  /** Those that listen to a market stream, to a listen key, or every one. */
  sockets: z.enum(['all', 'market', 'user']).default('all'),
  /** Only those that listen to this account's key: its id, its user's address, or an agent's. */
  account: z.string().min(1).optional(),
}
const account = z.string().min(1).optional()

/** What happens to the exchange at a time, whatever is asked of it. */
export const IncidentAction = z.discriminatedUnion('kind', [
  /** Sockets are cut, or closed in order as after 24 hours. */
  z.strictObject({ kind: z.literal('disconnect'), ...sockets, as: z.enum(['cut', 'lifetime']).default('cut') }),
  /** Sockets stay open and say nothing any more, for good or for a while. */
  z.strictObject({ kind: z.literal('muteSocket'), ...sockets, forMs: duration.optional(), pings }),
  /** Listen keys run out: their listeners hear `listenKeyExpired`, and nothing from then on. */
  z.strictObject({ kind: z.literal('expireListenKey'), account }),
  /** Listen keys are gone without a word, as when somebody else deleted them. */
  z.strictObject({ kind: z.literal('deleteListenKey'), account }),
  /** Requests hear 503 with -1016, sockets are closed with 1001, handshakes refused with 503. The market goes on. */
  z.strictObject({ kind: z.literal('maintenance'), forMs: duration.default(60_000) }),
  /** The symbol stops trading: its status changes, orders are refused, nothing is filled; then it trades again. */
  z.strictObject({
    kind: z.literal('haltSymbol'),
    symbol: z.string().min(1),
    forMs: duration.optional(),
    status: z.enum(['PENDING_TRADING', 'PRE_SETTLE', 'SETTLING', 'CLOSE']).default('PENDING_TRADING'),
  }),
  /** The symbol gets another price grid. */
  z.strictObject({
    kind: z.literal('changeTickSize'),
    symbol: z.string().min(1),
    tickSize: z.string().regex(/^(?=.*[1-9])\d+(\.\d+)?$/, 'must be a positive decimal text'),
  }),
  /** The account's positions, or that of one symbol, are liquidated as if its margin were spent. */
  z.strictObject({ kind: z.literal('liquidate'), account: z.string().min(1), symbol: z.string().min(1).optional() }),
  /** The exchange's clock jumps. */
  z.strictObject({ kind: z.literal('clockStep'), byMs: z.number().int().min(-longestMs).max(longestMs) }),
  /** Connections are refused for a while; what is open is cut. */
  z.strictObject({ kind: z.literal('refuseConnections'), forMs: duration.default(5_000) }),
])
export type IncidentAction = z.output<typeof IncidentAction>

export const Incident = z.strictObject({
  /** For reports; the kind of its action when absent. */
  name: z.string().min(1).optional(),
  /** How long after the script was loaded. */
  at: duration,
  /** Again and again, so long after the one before. */
  everyMs: milliseconds.min(1).optional(),
  /** How often at most: once, or with `everyMs` without end. */
  times: count.optional(),
  action: IncidentAction,
})
export type Incident = z.output<typeof Incident>
