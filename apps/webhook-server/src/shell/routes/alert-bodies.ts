import { z } from 'zod'

/** Of an alert that names an action, for the documentation: alerts are read more leniently, and explained better. */
export const actionBody = z.looseObject({
  action: z.string().describe('open, increase, decrease, close, reverse, cancel, breakeven; buy, sell, add, exit.'),
  symbol: z.string().describe('BTCUSDT, BTCUSDT.P, BINANCE:BTCUSDT.P, BTC/USDT; also as ticker.'),
  side: z.string().optional(),
  quantity: z.union([z.string(), z.number()]).optional(),
  quantity_type: z.string().optional(),
  order_type: z.string().optional(),
  price: z.union([z.string(), z.number()]).optional(),
  stop_loss: z.unknown().optional(),
  take_profit: z.unknown().optional(),
  trailing_percent: z.union([z.string(), z.number()]).optional(),
  stop_price: z.union([z.string(), z.number()]).optional().describe('The trigger of a STOP entry.'),
  limit_price: z.union([z.string(), z.number()]).optional(),
  time_in_force: z.string().optional().describe('Of a LIMIT entry: GTC, GTX, IOC, FOK.'),
  expires_in: z.union([z.string(), z.number()]).optional().describe('Seconds, or like 15m, of a resting entry.'),
  max_slippage_percent: z.union([z.string(), z.number()]).optional().describe('Of a MARKET entry.'),
  max_slippage_bps: z.union([z.string(), z.number()]).optional(),
  sentiment: z.string().optional().describe('bullish, bearish or flat: where the strategy stands afterwards.'),
  reduce_only: z.union([z.string(), z.boolean()]).optional(),
  cancel: z.union([z.string(), z.boolean()]).optional().describe('true: entries that rest go first.'),
  extras: z.unknown().optional().describe('Whatever the sender likes.'),
  leverage: z.union([z.string(), z.number()]).optional(),
  id: z.string().optional(),
  time: z.union([z.string(), z.number()]).optional(),
  strategy: z.string().optional(),
  webhook_secret: z.string().optional(),
})

/** Of an alert that says where a strategy stands, likewise. */
export const targetBody = z.looseObject({
  symbol: z.string(),
  position_size: z.union([z.string(), z.number()]),
  market_position: z.string().optional(),
  prev_market_position: z.string().optional(),
  order_action: z.string().optional(),
  contracts: z.union([z.string(), z.number()]).optional(),
  order_type: z.string().optional(),
  price: z.union([z.string(), z.number()]).optional(),
  stop_loss: z.unknown().optional(),
  max_slippage_percent: z.union([z.string(), z.number()]).optional(),
  webhook_secret: z.string().optional(),
})
