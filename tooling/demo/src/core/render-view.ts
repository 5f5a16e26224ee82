import type { StyledLine, Tone } from '@aster/runtime'

import type { DemoSnapshot, OrderSnapshot, PositionSnapshot, SymbolSnapshot, Tally } from './demo-snapshot.ts'
import { formatMoney } from './format-money.ts'
import { renderSparkline } from './render-sparkline.ts'

/** Below this many columns words are short, and what says least is left out. */
const narrow = 50
/** Rows that the newest events get at least, before other lines go. */
const leastEvents = 2

/** The screen as lines, at most `rows` of them: the newest events fill what the rest leaves free. */
export function renderView(
  snapshot: DemoSnapshot,
  size: { readonly columns: number; readonly rows: number },
): StyledLine[] {
  const { columns, rows } = size
  const alert: StyledLine = snapshot.alert === undefined ? [] : [[snapshot.alert, 'bad']]
  const tally = renderTally(snapshot.tally)
  const build = (isDense: boolean): { readonly head: StyledLine[]; readonly foot: StyledLine[] } => ({
    head: [
      renderPlace(snapshot, columns),
      renderProgress(snapshot, columns),
      ...(isDense && snapshot.alert === undefined ? [] : [alert]),
      ...snapshot.symbols.flatMap((symbol) => renderSymbol(symbol, columns, isDense)),
    ],
    foot: isDense ? [tally] : [[], tally, [['Ctrl-C closes every trade and ends', 'dim']]],
  })
  const roomy = build(false)
  const fits = roomy.head.length + roomy.foot.length + leastEvents <= rows
  const { head, foot } = fits ? roomy : build(true)
  const free = Math.max(0, rows - head.length - foot.length)
  const shown = free === 0 ? [] : snapshot.events.slice(-free)
  const events: StyledLine[] = shown.map(({ atMs, symbol, text, tone }) => [
    [`${formatSeconds(atMs).padStart(7)}  ${symbol.padEnd(9)}`, 'dim'],
    [text, tone],
  ])
  return [...head, ...events, ...foot].slice(0, rows)
}

/** The page first: it is what a person wants to copy. */
function renderPlace({ place, consoleUrl, panelUrl }: DemoSnapshot, columns: number): StyledLine {
  return [
    [columns < narrow ? 'demo' : 'Aster demo', 'strong'],
    ...(consoleUrl === undefined ? [] : [[`  ${consoleUrl}`, 'accent'] as const]),
    ...(panelUrl === undefined ? [] : [[`  exchange panel ${panelUrl}`, 'dim'] as const]),
    [`  ${place}`, 'dim'],
  ]
}

function renderProgress({ elapsedMs, durationMs, ending }: DemoSnapshot, columns: number): StyledLine {
  const words =
    ending === undefined ? ` ${formatSeconds(Math.max(0, durationMs - elapsedMs))} left` : ` ending: ${ending}`
  const width = Math.max(5, Math.min(40, columns - words.length - 1))
  const done = Math.min(width, Math.round((width * elapsedMs) / Math.max(1, durationMs)))
  return [['█'.repeat(done), 'accent'], ['░'.repeat(width - done), 'dim'], [words]]
}

function renderSymbol(symbol: SymbolSnapshot, columns: number, isDense: boolean): StyledLine[] {
  const quote = symbol.quote === undefined ? 'no quotes yet' : `${symbol.quote.bid} / ${symbol.quote.ask}`
  const room = Math.min(40, columns - 40)
  const width = room < 8 ? 0 : room
  const rose = (symbol.prices.at(-1) ?? 0) >= (symbol.prices[0] ?? 0)
  const orders = renderOrders(symbol.orders, columns)
  return [
    [
      [symbol.symbol.padEnd(10), 'strong'],
      [quote.padEnd(26)],
      [renderSparkline(symbol.prices, width), rose ? 'good' : 'bad'],
    ],
    symbol.position === undefined
      ? [
          ['  flat      ', 'dim'],
          [symbol.phase, 'dim'],
        ]
      : renderPosition(symbol.position),
    ...(isDense && symbol.orders.length === 0 ? [] : [[['  orders    ', 'dim'], ...orders] as StyledLine]),
  ]
}

/** What matters most comes first: a narrow terminal cuts the rest. */
function renderPosition(position: PositionSnapshot): StyledLine {
  const isLong = position.side === 'BUY'
  return [
    [isLong ? '  long      ' : '  short     ', isLong ? 'good' : 'bad'],
    ['stop ', 'dim'],
    position.hasStop ? ['yes', 'good'] : ['no', 'bad'],
    ['  PnL ', 'dim'],
    [position.unrealizedPnl.padEnd(6), toneOf(position.unrealizedPnl)],
    [`  ${position.quantity} at ${position.entryPrice}`],
  ]
}

function renderOrders(orders: readonly OrderSnapshot[], columns: number): StyledLine {
  if (orders.length === 0) return [['none', 'dim']]
  return orders.map(({ side, purpose, price }, index) => [
    `${index === 0 ? '' : '  '}${columns < narrow && purpose === 'take-profit' ? 'tp' : purpose} ${price}`,
    side === 'BUY' ? 'good' : 'bad',
  ])
}

function renderTally(tally: Tally): StyledLine {
  return [
    [`${tally.trades} ${tally.trades === 1 ? 'trade' : 'trades'}`, 'strong'],
    ['  PnL ', 'dim'],
    [formatMoney(tally.realizedPnl), toneOf(tally.realizedPnl)],
    [`  fees ${formatMoney(tally.fees)} USDT`, 'dim'],
    [`  ${tally.longs} long, ${tally.shorts} short`],
    [`  take-profit ${tally.byTakeProfit}, stop ${tally.byStop}, time ${tally.byTimeStop}`],
  ]
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function toneOf(amount: string): Tone {
  return amount.startsWith('-') ? 'bad' : 'good'
}
