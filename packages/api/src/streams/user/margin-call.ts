import { z } from 'zod'

import { positionSides } from '../../enums.ts'
import { decimal, type OpenText, openText, timeMs } from '../../schema/received.ts'
import { defineUserEvent } from './define-user-event.ts'

export interface MarginCallPosition {
  readonly symbol: string
  readonly positionSide: OpenText<(typeof positionSides)[number]>
  /** Signed, base asset. */
  readonly quantity: string
  /** As the exchange spells it: `CROSSED`, `ISOLATED`, also in lower case. */
  readonly marginType: string
  /** 0 when crossed. */
  readonly isolatedWallet: string
  readonly markPrice: string
  readonly unrealizedPnl: string
  /** Maintenance margin that is needed. */
  readonly maintenanceMargin: string
}

/** A hint only: the liquidation may already have happened. */
export interface MarginCallEvent {
  readonly type: 'marginCall'
  readonly eventTimeMs: number
  /** Only for a call on crossed margin. */
  readonly crossWalletBalance: string | undefined
  readonly positions: readonly MarginCallPosition[]
}

const positionPayload = z.object({
  s: z.string(),
  ps: openText(positionSides),
  pa: decimal,
  mt: z.string(),
  iw: decimal.default('0'),
  mp: decimal,
  up: decimal,
  mm: decimal,
})

export const marginCallEvent = defineUserEvent({
  name: 'marginCall',
  event: 'MARGIN_CALL',
  payload: z.object({ E: timeMs, cw: decimal.optional(), p: z.array(positionPayload) }),
  toEvent: (wire): MarginCallEvent => ({
    type: 'marginCall',
    eventTimeMs: wire.E,
    crossWalletBalance: wire.cw,
    positions: wire.p.map((row) => ({
      symbol: row.s,
      positionSide: row.ps,
      quantity: row.pa,
      marginType: row.mt,
      isolatedWallet: row.iw,
      markPrice: row.mp,
      unrealizedPnl: row.up,
      maintenanceMargin: row.mm,
    })),
  }),
})
