import { compareTradeIds } from '../fills/fill.ts'
import { foreignStrategy, type LedgerState } from './fold-ledger.ts'
import type { FillFact, IncomeFact } from './ledger-fact.ts'
import { formatMoney, multiply, parseMoney, scale } from './money.ts'

/** What one strategy has done on one position. Decimal strings; PnL and volume in quote asset. */
export interface LedgerLine {
  readonly strategy: string
  readonly symbol: string
  readonly positionSide: string
  /** Base asset, negative for shorts: what the strategy's own fills add up to. */
  readonly quantity: string
  /** '0' when flat. */
  readonly averageEntryPrice: string
  /** From the strategy's own entries and exits, before fees and funding. */
  readonly realizedPnl: string
  /** At the mark price; undefined without one. */
  readonly unrealizedPnl: string | undefined
  /** What was charged, by asset. */
  readonly fees: Readonly<Record<string, string>>
  /** Received, negative when paid; the strategy's part by its position at the time. */
  readonly funding: string
  /** Realised, less the fees charged in the quote asset, with the funding. */
  readonly netPnl: string
  readonly volume: string
  readonly fills: number
  readonly makerFills: number
}

export interface LedgerSummary {
  readonly lines: readonly LedgerLine[]
  /** Sum of the lines. */
  readonly netPnl: string
  readonly unrealizedPnl: string
}

interface Line {
  strategy: string
  symbol: string
  positionSide: string
  quantity: bigint
  /** What the open quantity has cost; negative for shorts. */
  cost: bigint
  realized: bigint
  funding: bigint
  volume: bigint
  fees: Map<string, bigint>
  fills: number
  makerFills: number
}

/**
 * Adds a ledger up, by strategy and position. Exact: what is realised and what is open always add up to the cash that
 * flowed.
 *
 * @param facts.quoteAssetOf - Fees in this asset count against the profit.
 * @param facts.markOf - Mark price of a symbol, decimal.
 */
export function summarizeLedger(
  state: LedgerState,
  facts: {
    readonly quoteAssetOf: (symbol: string) => string
    readonly markOf?: ((symbol: string) => string | undefined) | undefined
  },
): LedgerSummary {
  const lines = new Map<string, Line>()
  const events = [...state.fills.values(), ...[...state.income.values()].filter(isFunding)].toSorted(compareFacts)
  for (const event of events) {
    if (event.kind === 'fill') applyFill(findLine(lines, event), event)
    else shareFunding(lines, event)
  }
  const all = [...lines.values()].toSorted((a, b) => (lineKey(a) < lineKey(b) ? -1 : 1))
  let net = 0n
  let unrealizedSum = 0n
  const told = all.map((line): LedgerLine => {
    const mark = facts.markOf?.(line.symbol)
    const unrealized =
      line.quantity === 0n ? 0n : mark === undefined ? undefined : multiply(line.quantity, parseMoney(mark)) - line.cost
    const quoteFees = line.fees.get(facts.quoteAssetOf(line.symbol)) ?? 0n
    const lineNet = line.realized - quoteFees + line.funding
    net += lineNet
    unrealizedSum += unrealized ?? 0n
    return {
      strategy: line.strategy,
      symbol: line.symbol,
      positionSide: line.positionSide,
      quantity: formatMoney(line.quantity),
      averageEntryPrice: line.quantity === 0n ? '0' : formatMoney(scale(line.cost, 10n ** 8n, line.quantity)),
      realizedPnl: formatMoney(line.realized),
      unrealizedPnl: unrealized === undefined ? undefined : formatMoney(unrealized),
      fees: Object.fromEntries([...line.fees].map(([asset, sum]) => [asset, formatMoney(sum)])),
      funding: formatMoney(line.funding),
      netPnl: formatMoney(lineNet),
      volume: formatMoney(line.volume),
      fills: line.fills,
      makerFills: line.makerFills,
    }
  })
  return { lines: told, netPnl: formatMoney(net), unrealizedPnl: formatMoney(unrealizedSum) }
}

type LedgerEvent = FillFact | IncomeFact

const isFunding = ({ incomeType }: IncomeFact): boolean => incomeType === 'FUNDING_FEE'
const timeOf = (event: LedgerEvent): number => (event.kind === 'fill' ? event.fill.timeMs : event.timeMs)
const idOf = (event: LedgerEvent): string => (event.kind === 'fill' ? event.fill.tradeId : event.transactionId)

/** By time; a funding before the fills of its millisecond; then by id. */
function compareFacts(a: LedgerEvent, b: LedgerEvent): number {
  const byTime = timeOf(a) - timeOf(b)
  if (byTime !== 0) return byTime
  if (a.kind !== b.kind) return a.kind === 'income' ? -1 : 1
  const byId = compareTradeIds(idOf(a), idOf(b))
  if (byId !== 0) return byId
  // a trade with oneself: both orders carry its id
  return a.kind === 'fill' && b.kind === 'fill' ? compareTradeIds(a.fill.orderId, b.fill.orderId) : 0
}

const lineKey = (line: { strategy: string; symbol: string; positionSide: string }): string =>
  `${line.strategy}|${line.symbol}|${line.positionSide}`

function findLine(lines: Map<string, Line>, { strategy, fill }: FillFact): Line {
  const { symbol, positionSide } = fill
  return openLine(lines, { strategy, symbol, positionSide })
}

function openLine(lines: Map<string, Line>, facts: { strategy: string; symbol: string; positionSide: string }): Line {
  const key = lineKey(facts)
  const known = lines.get(key) ?? {
    ...facts,
    quantity: 0n,
    cost: 0n,
    realized: 0n,
    funding: 0n,
    volume: 0n,
    fees: new Map<string, bigint>(),
    fills: 0,
    makerFills: 0,
  }
  lines.set(key, known)
  return known
}

/** Average cost: what closes takes its share of the cost with it, what turns round opens anew. */
function applyFill(line: Line, { fill }: FillFact): void {
  const size = parseMoney(fill.quantity)
  const change = fill.side === 'BUY' ? size : -size
  const price = parseMoney(fill.price)
  const isOpening = line.quantity === 0n || line.quantity > 0n === change > 0n
  const closing = isOpening ? 0n : size < abs(line.quantity) ? size : abs(line.quantity)
  if (closing > 0n) {
    const closedCost = scale(line.cost, closing, abs(line.quantity))
    const signed = line.quantity > 0n ? closing : -closing
    line.realized += multiply(signed, price) - closedCost
    line.cost -= closedCost
    line.quantity -= signed
  }
  const opening = change > 0n ? size - closing : -(size - closing)
  line.quantity += opening
  line.cost += multiply(opening, price)
  line.volume += multiply(size, price)
  line.fills += 1
  if (fill.liquidity === 'maker') line.makerFills += 1
  if (fill.feeAsset !== undefined) {
    line.fees.set(fill.feeAsset, (line.fees.get(fill.feeAsset) ?? 0n) + parseMoney(fill.fee))
  }
}

/** Among those who held the symbol, by their position at the time; the sum is exact. */
function shareFunding(lines: Map<string, Line>, { symbol, income }: IncomeFact): void {
  const amount = parseMoney(income)
  const holders = [...lines.values()].filter((line) => line.symbol === symbol && line.quantity !== 0n)
  const net = holders.reduce((sum, { quantity }) => sum + quantity, 0n)
  if (holders.length === 0 || net === 0n) {
    const [holder = openLine(lines, { strategy: foreignStrategy, symbol, positionSide: 'BOTH' })] = holders
    holder.funding += amount
    return
  }
  let left = amount
  for (const holder of holders) {
    const share = holder === holders.at(-1) ? left : scale(amount, holder.quantity, net)
    holder.funding += share
    left -= share
  }
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value)
