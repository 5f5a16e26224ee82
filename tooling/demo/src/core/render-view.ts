import type { StyledLine, Tone } from '@aster/runtime'

import type { DemoSnapshot, OrderSnapshot, PositionSnapshot, SymbolSnapshot, Tally } from './demo-snapshot.ts'
import { formatMoney } from './format-money.ts'
import { renderSparkline } from './render-sparkline.ts'

/** The screen as lines, at most `rows` of them: the newest events fill what the rest leaves free. */
export function renderView(
  snapshot: DemoSnapshot,
  size: { readonly columns: number; readonly rows: number },
): StyledLine[] {
  const head: StyledLine[] = [
    [
      ['Aster demo', 'strong'],
      [`  ${snapshot.place}`, 'dim'],
    ],
    ...(snapshot.pages === undefined ? [] : ([[[snapshot.pages, 'dim']]] satisfies StyledLine[])),
    renderProgress(snapshot, size.columns),
    [],
    ...snapshot.symbols.flatMap((symbol) => renderSymbol(symbol, size.columns)),
  ]
  const foot: StyledLine[] = [[], renderTally(snapshot.tally), [['Ctrl-C closes every trade and ends', 'dim']]]
  const free = Math.max(0, size.rows - head.length - foot.length)
  const events: StyledLine[] = snapshot.events.slice(-free).map(({ atMs, symbol, text, tone }) => [
    [`${formatSeconds(atMs).padStart(7)}  ${symbol.padEnd(9)}`, 'dim'],
    [text, tone],
  ])
  return [...head, ...events, ...foot].slice(0, size.rows)
}

function renderProgress({ elapsedMs, durationMs, ending }: DemoSnapshot, columns: number): StyledLine {
  const words =
    ending === undefined ? ` ${formatSeconds(Math.max(0, durationMs - elapsedMs))} left` : ` ending: ${ending}`
  const width = Math.max(5, Math.min(40, columns - words.length - 1))
  const done = Math.min(width, Math.round((width * elapsedMs) / Math.max(1, durationMs)))
  return [['█'.repeat(done), 'accent'], ['░'.repeat(width - done), 'dim'], [words]]
}

function renderSymbol(symbol: SymbolSnapshot, columns: number): StyledLine[] {
  const quote = symbol.quote === undefined ? 'no quotes yet' : `${symbol.quote.bid} / ${symbol.quote.ask}`
  const room = Math.min(40, columns - 40)
  const width = room < 8 ? 0 : room
  const rose = (symbol.prices.at(-1) ?? 0) >= (symbol.prices[0] ?? 0)
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
    [['  orders    ', 'dim'], ...renderOrders(symbol.orders)],
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

function renderOrders(orders: readonly OrderSnapshot[]): StyledLine {
  if (orders.length === 0) return [['none', 'dim']]
  return orders.map(({ side, purpose, price }, index) => [
    `${index === 0 ? '' : '  '}${purpose} ${price}`,
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
