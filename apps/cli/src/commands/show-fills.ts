import { formatTime } from '../core/format-time.ts'
import { renderCsv } from '../core/render-csv.ts'
import { renderTable } from '../core/render-table.ts'
import { summarizeVolume, type VolumeLine } from '../core/summarize-volume.ts'
import { trimDecimal } from '../core/trim-decimal.ts'
import type { CliContext, Command } from '../shell/command.ts'
import { openLink } from '../shell/open-link.ts'
import { readFills } from '../shell/read-fills.ts'

const dayMs = 86_400_000
const mostDays = 366

async function readRecentFills(context: CliContext, defaultDays: number) {
  const { settings, values, stderr } = context
  const text = values.days ?? String(defaultDays)
  const days = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || !(days > 0 && days <= mostDays)) {
    throw settings.refuse('days', `must be above 0 and at most ${mostDays}`)
  }
  await using link = await openLink(context)
  const toMs = Math.ceil(link.now())
  const fills = await readFills(link.rest, {
    symbols: values.symbol,
    fromMs: Math.floor(toMs - days * dayMs),
    toMs,
    onProgress: stderr.isTerminal ? (done, of) => stderr.write(`\r${done} of ${of} `) : undefined,
  })
  if (stderr.isTerminal) stderr.write('\r\u001B[K')
  return { fills, days }
}

/** Executions, oldest first. */
export const showTrades: Command = async (context) => {
  const { fills } = await readRecentFills(context, 1)
  const table = fills.map((row) => [
    formatTime(row.time),
    row.symbol,
    row.side,
    trimDecimal(row.qty),
    trimDecimal(row.price),
    trimDecimal(row.realizedPnl),
    `${trimDecimal(row.commission)} ${row.commissionAsset}`,
    row.maker ? 'maker' : 'taker',
  ])
  const names = ['time (UTC)', 'symbol', 'side', 'quantity', 'price', 'pnl', 'fee', 'as']
  return { data: fills, text: context.values.csv ? renderCsv(names, table) : renderTable(names, table) }
}

/** Volume by day and by symbol: bought, sold, made, charged, realised. */
export const showVolume: Command = async (context) => {
  const { fills, days } = await readRecentFills(context, 7)
  const isLocal = context.values.local
  const report = summarizeVolume(fills, { days, dayOf: isLocal ? toLocalDay : toUtcDay })
  const names = ['trades', 'volume', 'bought', 'sold', 'made', 'fees', 'pnl']
  const zone = isLocal ? 'day (local)' : 'day (UTC)'
  const byDay = report.days.map(({ day, ...line }) => [day, ...toCells(line)])
  if (context.values.csv) return { data: report, text: renderCsv([zone, ...names], byDay) }
  const bySymbol = report.symbols.map(({ symbol, ...line }) => [symbol, ...toCells(line)])
  const text = [
    renderTable([zone, ...names], byDay),
    renderTable(['symbol', ...names], [...bySymbol, ['all', ...toCells(report.total)]]),
    `${report.dailyAverage} a day over ${trimDecimal(String(days))} days\n`,
  ].join('\n')
  return { data: report, text }
}

const toCells = ({ trades, volume, bought, sold, makerPercent, fees, realizedPnl }: VolumeLine): string[] => [
  String(trades),
  Number(volume).toFixed(2),
  Number(bought).toFixed(2),
  Number(sold).toFixed(2),
  `${makerPercent}%`,
  Number(fees).toFixed(4),
  Number(realizedPnl).toFixed(4),
]

const toUtcDay = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10)

function toLocalDay(timeMs: number): string {
  const date = new Date(timeMs)
  const part = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`
}
