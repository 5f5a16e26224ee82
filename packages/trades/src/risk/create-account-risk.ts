import type { AccountUpdateEvent } from '@aster/api'
import { type Clock, type MarginBracket, parseMarginBrackets, sleep } from '@aster/core'
import type { RestClient } from '@aster/rest'
import type { StreamClient } from '@aster/ws'

import type { AccountBook } from '../account/account-book.ts'
import { isLive } from '../orders/evidence.ts'
import type { OrderRequest } from '../orders/order-desk.ts'
import { isReducing } from '../orders/order-parameters.ts'
import type { OrderTracker } from '../orders/order-tracker.ts'
import { createMarks, type Marks } from './create-marks.ts'
import { createRiskGate, type RiskKeeper } from './create-risk-gate.ts'
import type { RiskOrder } from './risk-facts.ts'
import { limitsFor, parseRiskLimits, type RiskLimits } from './risk-limits.ts'
import { createMemoryRiskStore, type RiskLatch, type RiskStore } from './risk-state.ts'
import { watchHaltFiles } from './watch-halt-files.ts'

export interface RiskOptions {
  /** Those that are absent have their defaults; `noRiskLimits` has none. */
  readonly limits?: Partial<RiskLimits> | undefined
  /** Where the latch and the equity marks are kept; in memory by default. */
  readonly store?: RiskStore | undefined
  /** Paths: while a file lies at one, the account is halted, or reducing when its first word is `reduce`. */
  readonly haltFile?: string | readonly string[] | undefined
  /** What the program calls itself when it answers a halt file; the account's name by default. */
  readonly program?: string | undefined
}

/** The gate of an account, and what feeds it. */
export interface AccountRisk {
  readonly gate: RiskKeeper
  readonly marks: Marks
  /** What an order needs to be judged and is too old; undefined when nothing is. */
  prepare(request: OrderRequest): Promise<void> | undefined
  /** Deposits, withdrawals and transfers change the equity without being profit or loss. */
  onAccountUpdate(event: AccountUpdateEvent): void
  /** Reads what the first order is judged by; weight 1, and 1 a symbol. What fails is read again when it is needed. */
  start(): Promise<void>
}

const equityEveryMs = 1_000
const bracketsEveryMs = 3_600_000
/** Reasons of account updates that move money without trading. */
const transferReasons = /DEPOSIT|WITHDRAW|TRANSFER/

export function createAccountRisk(parts: {
  readonly options: RiskOptions
  /** Of the account, for who halts it. */
  readonly name: string
  readonly rest: RestClient
  readonly streams: Pick<StreamClient, 'watch'>
  readonly clock: Clock
  readonly symbols: readonly string[]
  /** Assets that the symbols are margined in. */
  readonly marginAssets: ReadonlySet<string>
  readonly signal: AbortSignal
  readonly isHedgeMode: () => boolean
  /** Positions and balances are complete. */
  readonly isComplete: () => boolean
  readonly book: AccountBook
  readonly tracker: OrderTracker
  readonly owns: (clientOrderId: string) => boolean
  readonly ensureGone: (clientOrderId: string) => void
  readonly onLatch: (latch: RiskLatch) => void
  readonly onLatchFailure: (error: unknown) => void
}): AccountRisk {
  const { options, rest, clock, symbols, signal, book, tracker } = parts
  const limits = parseRiskLimits(options.limits)
  const marks = createMarks({ rest, streams: parts.streams, clock, symbols, signal })
  let brackets: ReadonlyMap<string, readonly MarginBracket[]> = new Map()
  let bracketsAtMs = Number.NEGATIVE_INFINITY

  const positions = () =>
    book.positions().map(({ symbol, positionSide, quantity, entryPrice }) => ({
      symbol,
      positionSide,
      quantity: Number(quantity),
      entryPrice: Number(entryPrice),
    }))
  const openOrders = (without: string | undefined): RiskOrder[] =>
    tracker
      .listLive(({ clientOrderId, terms }) => terms !== undefined && clientOrderId !== without)
      .flatMap(({ terms, filledQuantity }) =>
        terms === undefined
          ? []
          : {
              symbol: terms.symbol,
              side: terms.side,
              positionSide: terms.positionSide,
              remaining: Math.max(0, Number(terms.quantity) - Number(filledQuantity)),
              isReducing: isReducing(terms as OrderRequest, parts.isHedgeMode()),
            },
      )
  const gate = createRiskGate({
    clock,
    limits,
    store: options.store ?? createMemoryRiskStore(),
    onLatchFailure: parts.onLatchFailure,
    readFacts(without) {
      const known = marks.list()
      const held = positions()
      return {
        hedgeMode: parts.isHedgeMode(),
        positions: held,
        openOrders: openOrders(without),
        marks: known,
        brackets,
        equity: readEquity(),
      }
      function readEquity(): number | undefined {
        const own = book.balances().filter(({ asset }) => parts.marginAssets.has(asset))
        if (own.length === 0) return undefined
        const wallet = own.reduce((sum, { walletBalance }) => sum + Number(walletBalance), 0)
        return held.reduce(
          (sum, { symbol, quantity, entryPrice }) =>
            sum + quantity * ((known.get(symbol)?.price ?? entryPrice) - entryPrice),
          wallet,
        )
      }
    },
  })

  const readBrackets = async () => {
    bracketsAtMs = clock.monotonicMs()
    const rows = await rest.position.getLeverageBrackets({}, { signal })
    brackets = new Map(
      rows
        .filter((row) => symbols.includes(row.symbol))
        .map((row) => [row.symbol, parseMarginBrackets(row.brackets)] as const),
    )
  }
  const needsBrackets = (symbol: string) =>
    limitsFor(limits, symbol).minLiquidationDistancePercent > 0 &&
    (!brackets.has(symbol) || clock.monotonicMs() - bracketsAtMs > bracketsEveryMs)

  gate.onChange((latch) => {
    parts.onLatch(latch)
    if (latch.state === 'active') return
    const entries = tracker.list(
      ({ clientOrderId, state, terms }) =>
        parts.owns(clientOrderId) &&
        isLive(state) &&
        terms !== undefined &&
        !isReducing(terms as OrderRequest, parts.isHedgeMode()),
    )
    for (const { clientOrderId } of entries) parts.ensureGone(clientOrderId)
  })

  const watchEquity = async () => {
    while (!signal.aborted) {
      gate.watchLatch()
      if (parts.isComplete()) gate.watchEquity()
      await sleep(clock, equityEveryMs, signal).catch(() => undefined)
    }
  }

  return {
    gate,
    marks,
    prepare(request) {
      if (isReducing(request, parts.isHedgeMode())) return undefined
      const maxAgeMs = limitsFor(limits, request.symbol).maxMarkAgeMs
      const isMarkFresh = (marks.list().get(request.symbol)?.ageMs ?? Number.POSITIVE_INFINITY) <= maxAgeMs
      const needsMark = !isMarkFresh && symbols.includes(request.symbol)
      if (!needsMark && !needsBrackets(request.symbol)) return undefined
      return Promise.all([
        needsMark ? marks.refresh(request.symbol, maxAgeMs) : undefined,
        // what cannot be read is refused by its rule
        needsBrackets(request.symbol) ? readBrackets().catch(() => undefined) : undefined,
      ]).then(() => undefined)
    },
    onAccountUpdate({ reason, balances }) {
      if (!transferReasons.test(reason)) return
      for (const { asset, balanceChange } of balances) {
        if (parts.marginAssets.has(asset)) gate.shiftEquity(Number(balanceChange))
      }
    },
    async start() {
      const paths = [options.haltFile ?? []].flat()
      if (paths.length > 0) {
        const { name: account, onLatchFailure: onFailure } = parts
        void watchHaltFiles(gate, { paths, program: options.program ?? account, account, clock, signal, onFailure })
      }
      await Promise.all([
        symbols.some(needsBrackets) ? readBrackets().catch(() => undefined) : undefined,
        ...symbols.map((symbol) => marks.refresh(symbol, 0)),
      ])
      void watchEquity()
    },
  }
}
