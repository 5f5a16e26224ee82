import { z } from 'zod'

import { positionSides } from '../../enums.ts'
import { decimal, type OpenText, openText, timeMs } from '../../schema/received.ts'
import { defineUserEvent } from './define-user-event.ts'

export const accountUpdateReasons = [
  'DEPOSIT',
  'WITHDRAW',
  'ORDER',
  'FUNDING_FEE',
  'WITHDRAW_REJECT',
  'ADJUSTMENT',
  'INSURANCE_CLEAR',
  'ADMIN_DEPOSIT',
  'ADMIN_WITHDRAW',
  'MARGIN_TRANSFER',
  'MARGIN_TYPE_CHANGE',
  'ASSET_TRANSFER',
  'OPTIONS_PREMIUM_FEE',
  'OPTIONS_SETTLE_PROFIT',
  'AUTO_EXCHANGE',
] as const

export interface BalanceUpdate {
  readonly asset: string
  readonly walletBalance: string
  readonly crossWalletBalance: string
  /** Change apart from profit and commission. */
  readonly balanceChange: string
}

export interface PositionUpdate {
  readonly symbol: string
  readonly positionSide: OpenText<(typeof positionSides)[number]>
  /** Signed, base asset. */
  readonly quantity: string
  readonly entryPrice: string
  /** Before fees. */
  readonly accumulatedRealized: string
  readonly unrealizedPnl: string
  /** `cross` or `isolated`. */
  readonly marginType: string
  readonly isolatedWallet: string
  readonly marginAsset: string | undefined
}

/** Balances and positions that changed, and only those. There is no available balance in it. */
export interface AccountUpdateEvent {
  readonly type: 'accountUpdate'
  readonly eventTimeMs: number
  readonly transactionTimeMs: number
  readonly reason: OpenText<(typeof accountUpdateReasons)[number]>
  readonly balances: readonly BalanceUpdate[]
  readonly positions: readonly PositionUpdate[]
}

const balancePayload = z.object({ a: z.string(), wb: decimal, cw: decimal, bc: decimal.default('0') })

const positionPayload = z.object({
  s: z.string(),
  pa: decimal,
  ep: decimal,
  cr: decimal.default('0'),
  up: decimal.default('0'),
  mt: z.string().default(''),
  iw: decimal.default('0'),
  ps: openText(positionSides),
  ma: z.string().optional(),
})

export const accountUpdateEvent = defineUserEvent({
  name: 'accountUpdate',
  event: 'ACCOUNT_UPDATE',
  payload: z.object({
    E: timeMs,
    T: timeMs,
    a: z.object({
      m: openText(accountUpdateReasons),
      B: z.array(balancePayload).default([]),
      P: z.array(positionPayload).default([]),
    }),
  }),
  toEvent: (wire): AccountUpdateEvent => ({
    type: 'accountUpdate',
    eventTimeMs: wire.E,
    transactionTimeMs: wire.T,
    reason: wire.a.m,
    balances: wire.a.B.map((row) => ({
      asset: row.a,
      walletBalance: row.wb,
      crossWalletBalance: row.cw,
      balanceChange: row.bc,
    })),
    positions: wire.a.P.map((row) => ({
      symbol: row.s,
      positionSide: row.ps,
      quantity: row.pa,
      entryPrice: row.ep,
      accumulatedRealized: row.cr,
      unrealizedPnl: row.up,
      marginType: row.mt,
      isolatedWallet: row.iw,
      marginAsset: row.ma,
    })),
  }),
})
