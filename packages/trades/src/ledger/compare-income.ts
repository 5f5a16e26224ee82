import type { LedgerState } from './fold-ledger.ts'
import { formatMoney, parseMoney } from './money.ts'

/** One kind of money on one symbol, as the ledger has it and as the exchange has it. Decimal strings. */
export interface IncomeDifference {
  readonly incomeType: 'REALIZED_PNL' | 'COMMISSION'
  readonly symbol: string
  readonly asset: string
  readonly ledger: string
  readonly exchange: string
  /** Ledger less exchange. */
  readonly difference: string
}

export interface IncomeComparison {
  /** What was compared: executions of this time. */
  readonly fromMs: number
  readonly toMs: number
  /** True when nothing is apart by a cent or more. */
  readonly isEqual: boolean
  /** Every sum that is apart at all. */
  readonly differences: readonly IncomeDifference[]
  /** Executions that the exchange has booked and the ledger does not know: symbol and trade id. */
  readonly missingTrades: readonly { readonly symbol: string; readonly tradeId: string }[]
}

const cent = parseMoney('0.01')

/** Holds the ledger's fills against the income history, sum by sum. */
export function compareIncome(
  state: LedgerState,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): IncomeComparison {
  const sums = new Map<string, { ledger: bigint; exchange: bigint }>()
  const add = (key: string, side: 'ledger' | 'exchange', amount: bigint) => {
    const sum = sums.get(key) ?? { ledger: 0n, exchange: 0n }
    sum[side] += amount
    sums.set(key, sum)
  }
  const isInside = (timeMs: number) => timeMs >= fromMs && timeMs <= toMs
  const knownTrades = new Set<string>()
  const quoteAssets = new Map<string, string>()
  for (const { incomeType, symbol, asset, income, timeMs } of state.income.values()) {
    if (incomeType === 'REALIZED_PNL') quoteAssets.set(symbol, asset)
    if (!isInside(timeMs) || (incomeType !== 'REALIZED_PNL' && incomeType !== 'COMMISSION')) continue
    add(`${incomeType}|${symbol}|${asset}`, 'exchange', parseMoney(income))
  }
  for (const { fill } of state.fills.values()) {
    knownTrades.add(`${fill.symbol}:${fill.tradeId}`)
    if (!isInside(fill.timeMs)) continue
    if (fill.feeAsset !== undefined) {
      add(`COMMISSION|${fill.symbol}|${fill.feeAsset}`, 'ledger', -parseMoney(fill.fee))
    }
    const profit = parseMoney(fill.realizedPnl)
    const asset = quoteAssets.get(fill.symbol) ?? fill.feeAsset ?? ''
    if (profit !== 0n) add(`REALIZED_PNL|${fill.symbol}|${asset}`, 'ledger', profit)
  }
  const differences = [...sums].flatMap(([key, { ledger, exchange }]): IncomeDifference[] => {
    if (ledger === exchange) return []
    const [incomeType = '', symbol = '', asset = ''] = key.split('|')
    return [
      {
        incomeType: incomeType as IncomeDifference['incomeType'],
        symbol,
        asset,
        ledger: formatMoney(ledger),
        exchange: formatMoney(exchange),
        difference: formatMoney(ledger - exchange),
      },
    ]
  })
  const missing = new Map(
    [...state.income.values()].flatMap(({ symbol, tradeId, timeMs }) =>
      tradeId === undefined || tradeId === '' || !isInside(timeMs) || knownTrades.has(`${symbol}:${tradeId}`)
        ? []
        : [[`${symbol}:${tradeId}`, { symbol, tradeId }] as const],
    ),
  )
  const isEqual = differences.every(({ difference }) => {
    const size = parseMoney(difference)
    return size < cent && size > -cent
  })
  return { fromMs, toMs, isEqual, differences, missingTrades: [...missing.values()] }
}
