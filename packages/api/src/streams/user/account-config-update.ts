import { z } from 'zod'

import { bool, timeMs, whole } from '../../schema/received.ts'
import { defineUserEvent } from './define-user-event.ts'

/** A setting changed: the leverage of a symbol or the mode of the account, never both in the documented examples. */
export interface AccountConfigUpdateEvent {
  readonly type: 'accountConfigUpdate'
  readonly eventTimeMs: number
  readonly transactionTimeMs: number
  readonly leverage: { readonly symbol: string; readonly leverage: number } | undefined
  readonly modes:
    | {
        readonly isMultiAssets: boolean | undefined
        readonly isFeeInChosenToken: boolean | undefined
        readonly isHedge: boolean | undefined
      }
    | undefined
}

export const accountConfigUpdateEvent = defineUserEvent({
  name: 'accountConfigUpdate',
  event: 'ACCOUNT_CONFIG_UPDATE',
  payload: z.object({
    E: timeMs,
    T: timeMs,
    ac: z.object({ s: z.string(), l: whole }).nullish(),
    ai: z.object({ j: bool.optional(), f: bool.optional(), d: bool.optional() }).nullish(),
  }),
  toEvent: (wire): AccountConfigUpdateEvent => ({
    type: 'accountConfigUpdate',
    eventTimeMs: wire.E,
    transactionTimeMs: wire.T,
    leverage: wire.ac ? { symbol: wire.ac.s, leverage: wire.ac.l } : undefined,
    modes: wire.ai ? { isMultiAssets: wire.ai.j, isFeeInChosenToken: wire.ai.f, isHedge: wire.ai.d } : undefined,
  }),
})
