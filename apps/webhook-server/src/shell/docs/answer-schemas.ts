import { z } from 'zod'

const text = z.string()
const decimal = z.string().describe('A decimal number as text.')
const timeMs = z.number().int().describe('Milliseconds since the epoch.')
const isoTime = z.iso.datetime().nullable()

/** Every answer that is no success, whatever its status. */
export const errorAnswer = z
  .looseObject({
    error: text.describe('The status in words.'),
    detail: text.describe('What is wrong: which rule, which number.'),
    code: text.describe('For programs; the list is in the description of each status.'),
    timestamp: timeMs,
    original_error_code: z.number().int().nullable().describe('Of the exchange.'),
    original_error_message: text.nullable(),
    validation_errors: z.array(z.object({ field: text, message: text })),
    request_id: text.describe('Also in X-Request-Id and in the log.'),
  })
  .meta({ id: 'Error', description: 'Why nothing, or not everything, was done.' })

/** An order as the server tells it; more fields of the exchange may follow. */
const order = z
  .looseObject({
    symbol: text,
    client_order_id: text.optional(),
    order_id: text.optional(),
    side: text.optional(),
    type: text.optional(),
    quantity: decimal.optional(),
    state: text.optional(),
    filled_quantity: decimal.optional(),
    average_price: decimal.optional(),
  })
  .meta({ id: 'SignalOrder', description: 'The order of a signal.' })

const position = z
  .looseObject({
    symbol: text,
    quantity: decimal,
    side: text.optional(),
    entry_price: decimal.optional(),
    stop_order_id: text.optional(),
  })
  .meta({ id: 'SignalPosition', description: 'The position after a signal.' })

const ignored = z.array(text).describe('Fields of the alert that mean nothing here.')

export const acceptedAnswer = z
  .looseObject({
    success: z.literal(true),
    message: z.literal('accepted'),
    signal_id: z.uuid(),
    link: text.describe('Where its outcome is told.'),
    status: text.optional(),
    idempotency_key: text.optional(),
    ignored_fields: ignored.optional(),
    request_id: text.optional(),
  })
  .meta({ id: 'Accepted', description: 'Written to disk, to be carried out.' })

const ofAccount = z
  .looseObject({
    account: text,
    dry: z.boolean(),
    status: text,
    code: text.nullable(),
    message: text.nullable(),
    order: order.nullable(),
    position: position.nullable(),
  })
  .meta({ id: 'AccountOutcome', description: 'What one account did, where an alert is for several.' })

const ended = z.looseObject({
  success: z.boolean().describe('False when it went well on some accounts only (207).'),
  message: text,
  accounts: z.array(ofAccount).optional(),
  order: order.nullable(),
  position: position.nullable(),
  signal_id: z.uuid(),
  status: text,
  link: text,
  idempotency_key: text,
  ignored_fields: ignored,
  request_id: text,
})

export const endedAnswer = ended.meta({
  id: 'CarriedOut',
  description: 'Carried out, with order and position. Only with wait=1.',
})
export const partlyAnswer = ended
  .extend({ accounts: z.array(ofAccount) })
  .meta({ id: 'PartlyCarriedOut', description: 'Carried out on some of its accounts only. Only with wait=1.' })

export const signalAnswer = z
  .looseObject({
    id: z.uuid(),
    alert_id: z.uuid().describe('The same for all accounts of an alert.'),
    account: text,
    dry: z.boolean(),
    status: z.enum(['received', 'executing', 'done', 'refused', 'failed']),
    route: text,
    symbol: text,
    strategy: text,
    action: text,
    external_id: text.nullable(),
    ignored_fields: ignored,
    alert_time: isoTime,
    received_at: isoTime,
    started_at: isoTime,
    ended_at: isoTime,
    reason: text.nullable(),
    code: text.nullable(),
    original_error_code: z.number().int().nullable(),
    order: order.nullable(),
    position: position.nullable(),
    message: z.record(text, z.unknown()).describe('As it came, without its secret.'),
    request_id: text,
    source: text,
  })
  .meta({ id: 'Signal', description: 'An alert that was taken in, and what became of it.' })

const counts = z.record(text, z.number().int())

export const signalsAnswer = z.looseObject({
  signals: z.array(signalAnswer).describe('Newest first.'),
  next_before: z.number().int().nullable().describe('For `before` of the next page.'),
  counts,
})

export const refusalsAnswer = z.looseObject({
  refusals: z
    .array(
      z.looseObject({
        route: text,
        status: z.number().int(),
        code: text,
        reason: text,
        validation_errors: z.array(z.object({ field: text, message: text })),
        received_at: z.iso.datetime(),
        message: z.record(text, z.unknown()).describe('As it came, without its secret.'),
        source: text,
        request_id: text,
      }),
    )
    .describe('Newest first.'),
})

const exchangePosition = z
  .looseObject({
    symbol: text,
    position_amt: decimal.describe('Base asset, negative for a short.'),
    entry_price: decimal,
    mark_price: decimal,
    un_realized_profit: decimal,
    liquidation_price: decimal,
    leverage: decimal,
    margin_type: text,
    position_side: text,
  })
  .meta({ id: 'Position', description: 'A position as the exchange has it.' })

const exchangeOrder = z
  .looseObject({
    order_id: text,
    client_order_id: text,
    symbol: text,
    side: text,
    type: text,
    status: text,
    price: decimal,
    orig_qty: decimal,
    executed_qty: decimal,
    reduce_only: z.boolean(),
  })
  .meta({ id: 'Order', description: 'An order as the exchange has it.' })

export const positionAnswer = exchangePosition
export const positionsAnswer = z.looseObject({ positions: z.array(exchangePosition) })
export const ordersAnswer = z.looseObject({ orders: z.array(exchangeOrder) })
export const balanceAnswer = z.looseObject({
  balances: z.array(z.looseObject({ asset: text, balance: decimal, available_balance: decimal })),
})
export const accountAnswer = z.looseObject({
  total_wallet_balance: decimal,
  total_margin_balance: decimal,
  available_balance: decimal,
  can_trade: z.boolean(),
  assets: z.array(z.looseObject({ asset: text, wallet_balance: decimal })),
  positions: z.array(z.looseObject({ symbol: text, position_amt: decimal })),
})

const changed = { success: z.literal(true), message: text, symbol: text, result: z.looseObject({}) }
export const leverageAnswer = z.looseObject({ ...changed, leverage: z.number().int() })
export const marginTypeAnswer = z.looseObject({ ...changed, margin_type: z.enum(['ISOLATED', 'CROSSED']) })

export const healthAnswer = z.looseObject({
  status: z.enum(['healthy', 'unhealthy']),
  timestamp: timeMs,
  version: text,
  configuration: z.looseObject({
    mode: text,
    symbols: z.array(text),
    risk: text,
    accounts: z.array(z.looseObject({ id: text, weight: decimal, dry: z.boolean(), risk: text })),
  }),
})
export const probeAnswer = z.looseObject({
  ok: z.boolean(),
  parts: z.record(text, z.looseObject({ ok: z.boolean(), detail: text })),
})

const riskState = z.enum(['active', 'reducing', 'halted'])
export const riskAnswer = z.looseObject({
  state: riskState,
  reason: text.optional(),
  equity: z.number().nullable().describe('Quote asset, for the eye; not exact.'),
  checks: z.array(z.looseObject({ rule: text, ok: z.boolean() })),
  accounts: z.array(z.looseObject({ id: text, state: riskState, reason: text })),
  pending: z.number().int().describe('Signals that wait or run.'),
  signals: counts,
})
export const riskChangeAnswer = z.looseObject({
  success: z.literal(true),
  state: riskState,
  reason: text.optional(),
  accounts: z.array(z.looseObject({ id: text, state: riskState })),
})
