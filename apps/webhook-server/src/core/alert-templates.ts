/** A message to paste into an alert of TradingView, which fills in the `{{…}}`. */
export interface AlertTemplate {
  readonly name: string
  /** What it does, and what it needs, one sentence or two. */
  readonly use: string
  /** Under which the server takes it. */
  readonly route: '/webhook/tradingview' | '/webhook/tradingview-strategy'
  readonly message: Readonly<Record<string, unknown>>
}

const route = '/webhook/tradingview'
/** What every alert of a chart has. */
const chart = { symbol: '{{ticker}}', time: '{{timenow}}' }

/** One template for each thing that an alert can want. Secrets are added when they are printed. */
export const alertTemplates: readonly AlertTemplate[] = [
  {
    name: 'open-long',
    use: 'Opens a long position from flat, worth 200 USDT, with a stop 1 % below.',
    route,
    message: { action: 'open', side: 'BUY', ...chart, quote_quantity: '200', stop_loss: { percent: '1' } },
  },
  {
    name: 'open-short',
    use: 'Opens a short position from flat, worth 200 USDT, with a stop 1 % above.',
    route,
    message: { action: 'open', side: 'SELL', ...chart, quote_quantity: '200', stop_loss: { percent: '1' } },
  },
  {
    name: 'open-long-ladder',
    use: 'Opens a long position whose stop is the first plot of the indicator, takes profit in three steps, and moves the stop to the entry after the first. Close or reverse it as a whole.',
    route,
    message: {
      action: 'open',
      side: 'BUY',
      ...chart,
      quote_quantity: '600',
      stop_loss: { price: '{{plot_0}}' },
      take_profits: [
        { percent: '1', fraction: '0.4' },
        { percent: '2', fraction: '0.3' },
        { percent: '3', fraction: '0.3' },
      ],
      break_even_after_take_profit: 1,
    },
  },
  {
    name: 'open-short-ladder',
    use: 'Opens a short position with a trailing stop of 1 % and two targets. Close or reverse it as a whole.',
    route,
    message: {
      action: 'open',
      side: 'SELL',
      ...chart,
      quote_quantity: '600',
      stop_loss: { percent: '1' },
      trailing_percent: '1',
      take_profits: [
        { percent: '1', fraction: '0.5' },
        { percent: '2', fraction: '0.5' },
      ],
    },
  },
  {
    name: 'open-limit',
    use: 'Rests a limit order at the close of the bar; the position is protected from its first execution.',
    route,
    message: {
      action: 'open',
      side: 'BUY',
      ...chart,
      order_type: 'LIMIT',
      price: '{{close}}',
      quote_quantity: '200',
      stop_loss: { percent: '1' },
    },
  },
  {
    name: 'increase',
    use: 'Adds 200 USDT to the position, on its side. The stop covers the whole afterwards.',
    route,
    message: { action: 'increase', ...chart, quote_quantity: '200' },
  },
  {
    name: 'decrease',
    use: 'Takes half of the position off.',
    route,
    message: { action: 'decrease', ...chart, quantity_type: 'percent_of_position', quantity: '50', clamp: true },
  },
  {
    name: 'close',
    use: 'Closes the whole position and what rests beside it.',
    route,
    message: { action: 'close', ...chart },
  },
  {
    name: 'reverse',
    use: 'Closes the position and opens the other side, as large, with a stop 1 % away.',
    route,
    message: { action: 'reverse', ...chart, stop_loss: { percent: '1' } },
  },
  { name: 'cancel', use: 'Cancels entries that rest; positions stay.', route, message: { action: 'cancel', ...chart } },
  {
    name: 'strategy-position',
    use: 'For a Pine strategy, the best way: says how large its position is now, so that a lost alert heals with the next. --scale turns its contracts into yours.',
    route: '/webhook/tradingview-strategy',
    message: {
      ...chart,
      market_position: '{{strategy.market_position}}',
      prev_market_position: '{{strategy.prev_market_position}}',
      position_size: '{{strategy.position_size}}',
      order_action: '{{strategy.order.action}}',
      contracts: '{{strategy.order.contracts}}',
      price: '{{close}}',
      stop_loss: { percent: '1' },
    },
  },
  {
    name: 'strategy-order',
    use: 'For a Pine strategy: each of its orders by itself. An opposite order turns the position around, a flat strategy closes it.',
    route,
    message: {
      action: '{{strategy.order.action}}',
      sentiment: '{{strategy.market_position}}',
      ...chart,
      quantity: '{{strategy.order.contracts}}',
      stop_loss: { percent: '1' },
    },
  },
  {
    name: 'traderspost',
    use: 'The same in the words of TradersPost.',
    route,
    message: {
      ticker: '{{ticker}}',
      action: '{{strategy.order.action}}',
      sentiment: '{{strategy.market_position}}',
      quantity: '{{strategy.order.contracts}}',
      time: '{{timenow}}',
      interval: '{{interval}}',
      takeProfit: { percent: 10 },
      stopLoss: { type: 'stop', percent: 5 },
    },
  },
]

/** The messages as TradingView would send them: each `{{name}}` replaced by its value. */
export const fillTemplate = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{([\w.]+)\}\}/g, (placeholder, name: string) => values[name] ?? placeholder)
