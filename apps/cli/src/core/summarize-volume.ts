import { Decimal, formatDecimal } from '@aster/core'

/** What of an execution a volume is added up from. Decimal strings in quote asset; a commission is negative when charged. */
export interface VolumeFill {
  readonly symbol: string
  readonly side: string
  readonly quoteQty: string
  readonly commission: string
  readonly realizedPnl: string
  readonly maker: boolean
  readonly time: number
}

/** Executions added up. Decimal strings in quote asset. */
export interface VolumeLine {
  readonly trades: number
  readonly volume: string
  readonly bought: string
  readonly sold: string
  /** Of the volume, in percent with one digit. */
  readonly makerPercent: string
  /** What was charged. */
  readonly fees: string
  /** Before fees. */
  readonly realizedPnl: string
}

export interface VolumeReport {
  readonly days: readonly (VolumeLine & { readonly day: string })[]
  readonly symbols: readonly (VolumeLine & { readonly symbol: string })[]
  readonly total: VolumeLine
  /** Over all days of the report, those without an execution included. */
  readonly dailyAverage: string
}

/** Adds executions up by day and by symbol. `dayOf` says which day a time belongs to: of UTC, or of a time zone. */
export function summarizeVolume(
  fills: readonly VolumeFill[],
  { days, dayOf }: { readonly days: number; readonly dayOf: (timeMs: number) => string },
): VolumeReport {
  const total = addUp(fills)
  return {
    days: groupBy(fills, ({ time }) => dayOf(time)).map(([day, own]) => ({ day, ...addUp(own) })),
    symbols: groupBy(fills, ({ symbol }) => symbol).map(([symbol, own]) => ({ symbol, ...addUp(own) })),
    total,
    dailyAverage: new Decimal(total.volume).div(days).toFixed(2),
  }
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly [string, Row[]][] {
  return [...Map.groupBy(rows, keyOf)].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function addUp(fills: readonly VolumeFill[]): VolumeLine {
  const sum = (pick: (fill: VolumeFill) => string, rows = fills): Decimal =>
    rows.reduce((total, fill) => total.plus(pick(fill)), new Decimal(0))
  const volume = sum(({ quoteQty }) => quoteQty)
  const ofSide = (name: string) =>
    sum(
      ({ quoteQty }) => quoteQty,
      fills.filter(({ side }) => side === name),
    )
  const made = sum(
    ({ quoteQty }) => quoteQty,
    fills.filter(({ maker }) => maker),
  )
  return {
    trades: fills.length,
    volume: formatDecimal(volume),
    bought: formatDecimal(ofSide('BUY')),
    sold: formatDecimal(ofSide('SELL')),
    makerPercent: volume.isZero() ? '0.0' : made.div(volume).times(100).toFixed(1),
    fees: formatDecimal(sum(({ commission }) => commission).negated()),
    realizedPnl: formatDecimal(sum(({ realizedPnl }) => realizedPnl)),
  }
}
