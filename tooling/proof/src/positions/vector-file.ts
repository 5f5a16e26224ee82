import { z } from 'zod'

const Bracket = z.looseObject({
  bracket: z.number().int(),
  initialLeverage: z.number().positive(),
  notionalFloor: z.number().nonnegative(),
  notionalCap: z.number().positive(),
  maintMarginRatio: z.number().nonnegative(),
  cum: z.number().default(0),
})

const Sign = z.union([z.literal(1), z.literal(-1)])

/** Side (1 long, -1 short), quantity, entry price. */
const Leg = z.tuple([Sign, z.number().positive(), z.number().positive()])

const Maintenance = z.looseObject({
  notional: z.number().positive(),
  bracket: z.number().int(),
  maint_margin: z.number(),
})

/** A position with the bracket that its source names: rate and cumulative follow the entry price. */
const PublishedPosition = z.looseObject({
  mode: z.enum(['isolated', 'cross']),
  wallet: z.number(),
  tmm: z.number().default(0),
  upnl: z.number().default(0),
  legs: z.tuple([z.tuple([Sign, z.number().positive(), z.number().positive(), z.number(), z.number()])]),
  expected: z.number(),
})

const ExactPosition = z.looseObject({
  name: z.string(),
  W: z.number(),
  tmm: z.number().default(0),
  upnl: z.number().default(0),
  legs: z.array(Leg).min(1).max(2),
  /** Prices at which it is liquidated; none, one, or two in hedge mode. */
  roots: z.array(z.number()).max(2),
  bankruptcy_price: z.number().nullable().optional(),
  at_roots: z.array(z.looseObject({ notional: z.array(z.number()), brackets: z.array(z.number().int()) })).default([]),
})

const OpenCost = z.looseObject({
  input: z.looseObject({
    side: Sign,
    type: z.string(),
    qty: z.number().positive(),
    price: z.number().nullable().optional(),
    mark: z.number().positive(),
    leverage: z.number().int().positive(),
  }),
  output: z.looseObject({
    assuming_price: z.number().positive(),
    initial_margin: z.number(),
    open_loss: z.number(),
    cost: z.number(),
  }),
})

const MarkPrice = z.looseObject({
  input: z.looseObject({
    index: z.number(),
    funding_rate: z.number(),
    hours_to_funding: z.number(),
    basis: z.array(z.number()),
    last: z.number(),
  }),
  price1: z.number(),
  price2: z.number(),
  mark: z.number(),
})

const FundingRate = z.looseObject({
  premium: z.number(),
  interest: z.number(),
  interval_hours: z.number().positive(),
  cap: z.number().nullable().default(null),
  rate: z.number(),
})

const Side = z.array(z.tuple([z.number(), z.number()]))
const Premium = z.looseObject({
  input: z.looseObject({ bids: Side, asks: Side, index: z.number(), imn: z.number() }),
  impact_bid: z.number(),
  impact_ask: z.number(),
  premium: z.number(),
})

const Adl = z.looseObject({
  wallet: z.number(),
  unrealized: z.number(),
  maint_margin: z.number(),
  pnl_percent: z.number(),
  margin_ratio: z.number(),
  leverage_pnl: z.number(),
})

const LedgerStep = z.looseObject({
  event: z.union([
    z.tuple([z.literal('fill'), z.enum(['BUY', 'SELL']), z.number(), z.number(), z.number()]),
    z.tuple([z.literal('snap'), z.number(), z.number(), z.number()]),
    z.tuple([z.literal('funding'), z.number(), z.number()]),
  ]),
  realized: z.number().optional(),
  fee: z.number().optional(),
  payment: z.number().optional(),
  after: z.looseObject({
    mark: z.number(),
    position: z.number(),
    entry: z.number(),
    wallet: z.number(),
    isolated_wallet: z.number(),
    unrealized: z.number(),
    notional: z.number(),
    position_initial_margin: z.number(),
    open_order_initial_margin: z.number(),
    maint_margin: z.number(),
    margin_balance: z.number(),
    available: z.number(),
    margin_ratio: z.number().nullable(),
    liq_price: z.array(z.number()),
  }),
})

const Ledger = z.looseObject({
  mode: z.enum(['cross', 'isolated']),
  start_wallet: z.number(),
  leverage: z.number().int().positive(),
  steps: z.array(LedgerStep),
})

const PremiumList = z.preprocess(
  (value) => (value === undefined || Array.isArray(value) ? value : [value]),
  z.array(Premium),
)

/**
 * Reference positions in the format of `quant-vectors/exchange.json`. Any part but the brackets may be absent; parts that say
 * nothing about positions (trailing stops, queues) are not read.
 */
export const PositionFile = z.looseObject({
  brackets: z.array(Bracket).min(1),
  maintenance_margin: z.array(Maintenance).default([]),
  liquidation_published: z.array(PublishedPosition).default([]),
  liquidation_exact: z.array(ExactPosition).default([]),
  open_cost: z.array(OpenCost).default([]),
  mark_price: z.array(MarkPrice).default([]),
  funding_rate: z.array(FundingRate).default([]),
  premium_index: PremiumList.default([]),
  adl: z.array(Adl).default([]),
  ledger: z.array(Ledger).default([]),
})

export type PositionFile = z.infer<typeof PositionFile>
export type BracketRow = z.infer<typeof Bracket>
export type Maintenance = z.infer<typeof Maintenance>
export type PublishedPosition = z.infer<typeof PublishedPosition>
export type ExactPosition = z.infer<typeof ExactPosition>
export type OpenCost = z.infer<typeof OpenCost>
export type MarkPrice = z.infer<typeof MarkPrice>
export type FundingRate = z.infer<typeof FundingRate>
export type Premium = z.infer<typeof Premium>
export type Adl = z.infer<typeof Adl>
export type Ledger = z.infer<typeof Ledger>
