import type { Clock } from '@aster/core'

import type { OrderRequest } from '../orders/order-desk.ts'
import { isReducing } from '../orders/order-parameters.ts'
import { type ApprovedOrder, markApproved } from './approved-order.ts'
import { createOrderRate } from './create-order-rate.ts'
import { judgeEquity, markEquity, shiftMarks } from './judge-equity.ts'
import { judgeOrder } from './judge-order.ts'
import type { RiskCheck } from './risk-check.ts'
import type { RiskFacts } from './risk-facts.ts'
import type { RiskLimits } from './risk-limits.ts'
import { RiskRefusedError } from './risk-refused-error.ts'
import type { RiskLatch, RiskState, RiskStore } from './risk-state.ts'

/** What the gate says of an order, or of the account. */
export interface RiskReport {
  readonly state: RiskState
  readonly reason: string
  readonly equity: number | undefined
  /** Every rule with its number, those that are broken first. */
  readonly checks: readonly RiskCheck[]
}

/** Stands before every order of an account. */
export interface RiskGate {
  readonly state: RiskState
  /** Why it is not active; empty when it is. */
  readonly reason: string
  /** When it became so, by our clock; when the gate was made, while nothing has changed. */
  readonly changedMs: number
  readonly limits: RiskLimits
  /** Only exits from now on, until `resume`; entries of ours that rest are cancelled. At once; resolves when it is latched. */
  halt(reason: string): Promise<void>
  /** Only what makes positions smaller from now on; entries of ours that rest are cancelled. */
  reduce(reason: string): Promise<void>
  /** Everything within the limits again. Loss and drawdown are counted from here, or with `keepMarks` on as before. */
  resume(reason: string, options?: { readonly keepMarks?: boolean | undefined }): Promise<void>
  /** Names every rule with its number, for an order or for the account as it is. Sends nothing. */
  explain(order?: OrderRequest): RiskReport
  onChange(listener: (latch: RiskLatch) => void): () => void
}

/** What the account itself does with the gate. */
export interface RiskKeeper extends RiskGate {
  /**
   * Lets an order through or not.
   *
   * @param replaces - A resting order that it takes the place of, and that is not counted besides it.
   * @throws {RiskRefusedError} Names the rules that it breaks.
   */
  approve(order: OrderRequest, replaces?: string): ApprovedOrder
  /**
   * Holds an approved order against the state of now, as it leaves.
   *
   * @throws {RiskRefusedError} The gate has been shut since.
   */
  readonly confirm: (order: OrderRequest, clientOrderId: string) => void
  /** Looks whether something else than a call has changed the latch: a journal that cannot be written. */
  watchLatch(): void
  /** Looks at the equity; trips where loss or drawdown are beyond their limits. */
  watchEquity(): void
  /** Money came or went without trading. */
  shiftEquity(change: number): void
}

export interface RiskGateParts {
  readonly clock: Clock
  readonly limits: RiskLimits
  readonly store: RiskStore
  /** @param without - An order that is left out. */
  readonly readFacts: (
    without?: string,
  ) => Omit<RiskFacts, 'state' | 'reason' | 'ordersLast10Seconds' | 'ordersLastMinute'>
  /** The latch could not be written. */
  readonly onLatchFailure: (error: unknown) => void
}

const tripStates = { dailyLoss: 'reducing', drawdown: 'halted' } as const

export function createRiskGate({ clock, limits, store, readFacts, onLatchFailure }: RiskGateParts): RiskKeeper {
  const rate = createOrderRate()
  const listeners = new Set<(latch: RiskLatch) => void>()
  const untouched: RiskLatch = { state: 'active', reason: '', atMs: clock.now() }
  /** Read each time: a journal that cannot write any more halts by itself. */
  const readLatch = (): RiskLatch => store.readLatch() ?? untouched

  let told = readLatch().state

  const tell = (latch: RiskLatch): void => {
    told = latch.state
    for (const listener of listeners) listener(latch)
  }
  const set = async (state: RiskState, reason: string): Promise<void> => {
    const latch = { state, reason, atMs: clock.now() }
    const written = store.writeLatch(latch)
    tell(latch)
    await written
  }
  const collect = (without?: string): RiskFacts => {
    const nowMs = clock.monotonicMs()
    const { state, reason } = readLatch()
    return {
      ...readFacts(without),
      state,
      reason,
      ordersLast10Seconds: rate.countSince(nowMs - 10_000),
      ordersLastMinute: rate.countSince(nowMs - 60_000),
    }
  }
  const readMarks = (equity: number) => {
    const before = store.readEquityMarks()
    const marks = markEquity(before, equity, clock.now())
    if (marks !== before) store.writeEquityMarks(marks)
    return marks
  }

  return {
    get state() {
      return readLatch().state
    },
    get reason() {
      return readLatch().reason
    },
    get changedMs() {
      return readLatch().atMs
    },
    limits,
    approve(order, replaces) {
      const facts = collect(replaces)
      const reduces = isReducing(order, facts.hedgeMode)
      if (!reduces) {
        const broken = judgeOrder(facts, order, limits).filter(({ ok }) => !ok)
        if (broken.length > 0) throw new RiskRefusedError(order.symbol, broken)
        rate.add(clock.monotonicMs())
      }
      return markApproved(order, reduces)
    },
    confirm(order, clientOrderId) {
      if (readLatch().state === 'active') return
      const checks = judgeOrder(collect(clientOrderId), order, limits)
      const broken = checks.filter(({ rule, ok }) => rule === 'state' && !ok)
      if (broken.length > 0) throw new RiskRefusedError(order.symbol, broken)
    },
    explain(order) {
      const facts = collect()
      const { state, reason, equity } = facts
      const ofAccount = equity === undefined ? [] : judgeEquity(readMarks(equity), equity, limits)
      const ofOrder = order === undefined || isReducing(order, facts.hedgeMode) ? [] : judgeOrder(facts, order, limits)
      const checks = [...ofOrder, ...ofAccount].toSorted((a, b) => Number(a.ok) - Number(b.ok))
      return { state, reason, equity, checks }
    },
    watchLatch() {
      const latch = readLatch()
      if (latch.state !== told) tell(latch)
    },
    watchEquity() {
      const { equity, state } = collect()
      if (equity === undefined) return
      for (const { rule, ok, message } of judgeEquity(readMarks(equity), equity, limits)) {
        const wanted = tripStates[rule as keyof typeof tripStates]
        if (ok || state === 'halted' || state === wanted) continue
        set(wanted, message).catch(onLatchFailure)
      }
    },
    shiftEquity(change) {
      const marks = store.readEquityMarks()
      if (marks !== undefined && change !== 0) store.writeEquityMarks(shiftMarks(marks, change))
    },
    halt: (reason) => set('halted', reason),
    async reduce(reason) {
      // a halt is the stronger of the two
      if (readLatch().state !== 'halted') await set('reducing', reason)
    },
    async resume(reason, { keepMarks = false } = {}) {
      const { equity } = collect()
      if (equity !== undefined && !keepMarks) {
        store.writeEquityMarks({ ...readMarks(equity), dayStartEquity: equity, peakEquity: equity })
      }
      await set('active', reason)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
