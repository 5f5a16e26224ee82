import type { Clock } from '@aster/core'
import type { RestClient } from '@aster/rest'

import type { Fill } from '../fills/fill.ts'
import type { AccountJournal } from '../journal/journal.ts'
import type { JsonValue } from '../json-value.ts'
import { isTerminal } from '../orders/evidence.ts'
import type { OrderView } from '../orders/order-view.ts'
import { compareIncome, type IncomeComparison } from './compare-income.ts'
import { createExecutionWatch, type ExecutionQuality } from './create-execution-quality.ts'
import { createLedgerFold, foreignStrategy, type LedgerState } from './fold-ledger.ts'
import type { IncomeFact } from './ledger-fact.ts'
import { formatMoney, parseMoney } from './money.ts'
import type { FundingShare } from './share-funding.ts'
import { type LedgerSummary, summarizeLedger } from './summarize-ledger.ts'

/** What an account has earned and paid, from its own executions. */
export interface Ledger {
  /** By strategy and position, up to now. Funding is as of the last look at the income history. */
  summarize(): LedgerSummary
  /** Slippage and markouts, by strategy and symbol, since the account was opened. */
  readExecutionQuality(): readonly ExecutionQuality[]
  /**
   * Holds the ledger against the exchange's income history, to the cent. Asks the exchange at most every 10 minutes
   * (weight 30 a page of 1,000 rows); in between it gives the last comparison.
   */
  reconcile(): Promise<IncomeComparison>
  /** What a position has got in fundings since a time, negative when it paid; as the user stream told it. Decimal. */
  fundingSince(symbol: string, positionSide: string, sinceMs: number): string
  /** All facts; for reports of one's own. */
  readonly state: LedgerState
}

/** What the account feeds the ledger with. */
export interface LedgerKeeper extends Ledger {
  onIntent(clientOrderId: string, symbol: string): void
  /** Orders of this id belong to a strategy other than the account's own. */
  setStrategy(clientOrderId: string, strategy: string): void
  onOrder(view: OrderView, isOurs: boolean): void
  onFunding(shares: readonly FundingShare[], timeMs: number): void
  close(): void
}

export interface LedgerParts {
  readonly clock: Clock
  readonly rest: RestClient
  readonly symbols: readonly string[]
  /** The strategy of orders that belong to nobody in particular. */
  readonly strategy: string
  readonly journal: AccountJournal | undefined
  readonly signal: AbortSignal
  readonly exchangeNow: () => number
  readonly quoteAssetOf: (symbol: string) => string
  readonly markOf: (symbol: string) => string | undefined
  readonly middleOf: (symbol: string) => number | undefined
  /** Reads the executions of a symbol since a time of the exchange into the orders. */
  readonly readFills: (symbol: string, sinceMs: number) => Promise<void>
}

/** Between two looks at the income history, whoever asks. */
export const incomeEveryMs = 600_000
/** The newest bookings may still be on their way. */
const settledAfterMs = 5_000
const pageSize = 1_000
/** Orders that are remembered by strategy. */
const rememberedOrders = 5_000

interface FundingNote {
  readonly symbol: string
  readonly positionSide: string
  readonly amount: string
  readonly timeMs: number
}

export function createLedger(parts: LedgerParts): LedgerKeeper {
  const { clock, rest, journal, signal, exchangeNow } = parts
  const fold = createLedgerFold()
  const strategies = new Map<string, string>()
  const fundings: FundingNote[] = []
  const watch = createExecutionWatch(clock, parts.middleOf)
  let openedMs: number | undefined
  let askedAtMs = Number.NEGATIVE_INFINITY
  let incomeUntilMs: number | undefined
  let last: Promise<IncomeComparison> | undefined

  const note = (key: string, body: JsonValue) => journal?.note({ type: 'ledger', atMs: clock.now(), key, body })
  restore()

  function restore(): void {
    for (const { body } of journal?.list('ledger', 'fill') ?? []) {
      const { strategy, fill } = body as unknown as { strategy: string; fill: Fill }
      fold.add({ kind: 'fill', strategy, fill: { ...fill, feeAsset: fill.feeAsset ?? undefined } })
    }
    for (const { body } of journal?.list('ledger', 'income') ?? []) fold.add(body as unknown as IncomeFact)
    for (const { body } of journal?.list('ledger', 'funding') ?? []) fundings.push(body as unknown as FundingNote)
    const opened = journal?.list('ledger', 'opened').at(-1)?.body
    if (typeof opened === 'number') openedMs = opened
  }

  /** From here on every execution is known. */
  const open = (): number => {
    if (openedMs === undefined) {
      openedMs = Math.floor(exchangeNow())
      note('opened', openedMs)
    }
    return openedMs
  }

  const readIncome = async (fromMs: number, toMs: number): Promise<void> => {
    let startTime = fromMs
    while (startTime <= toMs) {
      const rows = await rest.account.getIncome({ startTime, endTime: toMs, limit: pageSize }, { signal })
      let isNew = false
      for (const { incomeType, symbol, asset, income, time, tranId, tradeId } of rows) {
        if (symbol !== '' && !parts.symbols.includes(symbol)) continue
        const fact: IncomeFact = {
          kind: 'income',
          incomeType,
          symbol,
          asset,
          income,
          timeMs: time,
          transactionId: tranId,
          tradeId: tradeId === '' ? undefined : tradeId,
        }
        if (!fold.add(fact)) continue
        isNew = true
        // fees and profits can be had from the fills
        if (incomeType !== 'COMMISSION' && incomeType !== 'REALIZED_PNL') note('income', { ...fact })
      }
      const newestMs = rows.at(-1)?.time
      if (rows.length < pageSize || newestMs === undefined) return
      startTime = isNew ? newestMs : newestMs + 1
    }
  }

  const compare = async (): Promise<IncomeComparison> => {
    const fromMs = open()
    const toMs = Math.max(fromMs, Math.floor(exchangeNow()) - settledAfterMs)
    await readIncome(incomeUntilMs ?? fromMs, toMs)
    incomeUntilMs = toMs
    let comparison = compareIncome(fold, { fromMs, toMs })
    if (comparison.missingTrades.length > 0) {
      const symbols = new Set(comparison.missingTrades.map(({ symbol }) => symbol))
      for (const symbol of symbols) await parts.readFills(symbol, fromMs)
      comparison = compareIncome(fold, { fromMs, toMs })
    }
    return comparison
  }

  return {
    state: fold,
    summarize: () => summarizeLedger(fold, { quoteAssetOf: parts.quoteAssetOf, markOf: parts.markOf }),
    readExecutionQuality: () => watch.read(),
    reconcile() {
      const nowMs = clock.monotonicMs()
      if (last !== undefined && nowMs - askedAtMs < incomeEveryMs) return last
      askedAtMs = nowMs
      last = compare()
      return last
    },
    fundingSince(symbol, positionSide, sinceMs) {
      const own = fundings.filter(
        (funding) => funding.symbol === symbol && funding.positionSide === positionSide && funding.timeMs >= sinceMs,
      )
      return formatMoney(own.reduce((sum, { amount }) => sum + parseMoney(amount), 0n))
    },
    onIntent(clientOrderId, symbol) {
      open()
      watch.onIntent(clientOrderId, symbol)
    },
    setStrategy(clientOrderId, strategy) {
      strategies.set(clientOrderId, strategy)
      const [oldest] = strategies.keys()
      if (strategies.size > rememberedOrders && oldest !== undefined) strategies.delete(oldest)
    },
    onOrder({ clientOrderId, fills, state }, isOurs) {
      if (fills.length === 0 && !isTerminal(state)) return
      const strategy = isOurs ? (strategies.get(clientOrderId) ?? parts.strategy) : foreignStrategy
      for (const fill of fills) {
        if (!fold.add({ kind: 'fill', strategy, fill })) continue
        note('fill', { strategy, fill: { ...fill } })
        watch.onFill(clientOrderId, strategy, fill)
      }
      if (isTerminal(state)) watch.onOver(clientOrderId)
    },
    onFunding(shares, timeMs) {
      for (const share of shares) {
        const funding = { ...share, timeMs }
        fundings.push(funding)
        note('funding', funding)
      }
    },
    close: () => watch.close(),
  }
}
