import { formatDecimal, toDecimal } from '@aster/core'

import type { Account, AccountGuest } from '../account/account.ts'
import { computeTradeResult } from './compute-trade-result.ts'
import { computeWaitMs } from './compute-wait.ts'
import { createActionRunner } from './create-action-runner.ts'
import { createBell } from './create-bell.ts'
import { createEndChecks } from './create-end-checks.ts'
import { createEntryWork } from './create-entry-work.ts'
import { createPositionWatch } from './create-position-watch.ts'
import { createStopGuide } from './create-stop-guide.ts'
import { createTradeBook } from './create-trade-book.ts'
import { createTradeReporter } from './create-trade-reporter.ts'
import { findKeptEntry } from './find-kept-entry.ts'
import { moveToBreakEven } from './move-to-break-even.ts'
import { observeTrade } from './observe-trade.ts'
import { parseAddition } from './parse-addition.ts'
import { performOrderAction } from './perform-action.ts'
import { actionKey, planTradeActions, type TradeAction } from './plan-trade-actions.ts'
import { readTrade, type TradeReading } from './read-trade.ts'
import { createLadderReport } from './report-ladder.ts'
import type { TradeContext } from './trade-context.ts'
import type { TradeEvent } from './trade-event.ts'
import type { CloseReason } from './trade-facts.ts'
import { nextTradeState } from './trade-machine.ts'
import { closingReasons, createMemoryKeeper, createTradeMemory } from './trade-memory.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeResult } from './trade-result.ts'
import type { TradeResumption } from './trade-resumption.ts'
import { TradeStateError } from './trade-state-error.ts'
import { isTradeOver, type TradeCause, type TradeState } from './trade-state.ts'
import type { Trade, TradeAddition, TradeAdditionResult } from './trade.ts'

/** After this many refusals a take-profit level is given up; the stop protects its part. */
const takeProfitAttempts = 5
/** A position stands open without a stop until they succeed. */
const urgent = new Set(['placeExit', 'placeStop'])
/** Asked again at longer intervals than orders are placed again. */
const questions = new Set(['confirmFlat', 'confirmBook', 'investigate', 'lookAgain'])

/** Runs one trade to its end: reads where it stands, moves the machine, does what is to be done, waits for a change. */
export function runTrade(
  account: Account,
  plan: TradePlan,
  options: {
    readonly onEvent: ((event: TradeEvent) => void | Promise<void>) | undefined
    readonly release: () => void
    /** What others hold on the same side of the position at the start. */
    readonly foreignQuantity?: string | undefined
    /** Goes on with a trade instead of beginning one. */
    readonly from?: TradeResumption | undefined
  },
): Trade {
  const { clock } = account
  const { from } = options
  const reporter = createTradeReporter(account, plan, options.onEvent, from?.sequence)
  const memory = createMemoryKeeper(
    from?.memory ?? createTradeMemory(clock.now(), options.foreignQuantity),
    (changed) => reporter.tell({ type: 'memory', memory: changed }),
  )
  const book = createTradeBook(account, plan, {
    known: from?.orders,
    onOrderId: ({ clientOrderId, role, level }) => reporter.tell({ type: 'orderId', clientOrderId, role, level }),
  })
  const { remember } = memory
  const bell = createBell(clock)
  const entry = createEntryWork(bell.ring)
  const runner = createActionRunner({
    clock,
    firstPauseMs: (key) => (questions.has(key) ? 250 : 100),
    longestPauseMs: (key) => (urgent.has(key) ? 500 : 5_000),
    onFailure: onActionFailure,
    onEnd: bell.ring,
  })
  const finished = Promise.withResolvers<TradeResult>()

  let state: TradeState = 'pending'
  let isClosingAgain = false
  let isLeaving = false
  let isAbandoned = false

  const facts = () => book.facts(entry.runs, memory.get())
  const reading = () => readTrade(facts())
  const context: TradeContext = {
    account,
    plan,
    facts,
    memory,
    reading,
    register: book.register,
    nextEntryId: book.nextEntryId,
    startAttempts: book.startAttempts,
    adopt: book.adopt,
    incident: reporter.incident,
  }
  const ending = createEndChecks(context)
  const positionWatch = createPositionWatch(context, runner)
  const reportLadder = createLadderReport(context)
  const stopGuide = createStopGuide(context, bell.ring)
  let seen: TradeReading = reading()

  function move(cause: TradeCause): void {
    const next = nextTradeState(state, cause)
    if (next === undefined) {
      reporter.incident('unforeseenMove', `${cause} while ${state}`)
      positionWatch.investigate()
      return
    }
    if (next === state) return
    reporter.transition(state, next, cause)
    state = next
    if (next === 'exiting') remember({ closing: memory.get().closing ?? closingReasons[cause] ?? 'manual' })
    if (next !== 'clearing') ending.reset()
  }

  function step(): void {
    const current = facts()
    reporter.compare(current)
    const now = readTrade(current)
    const causes = observeTrade(seen, now)
    seen = now
    remember({ firstFillMs: now.firstFillMs })
    for (const cause of causes) move(cause)
    if (isClosingAgain) {
      isClosingAgain = false
      move('closeAsked')
    }
    positionWatch.compare(state, now)
    stopGuide.update(state, now)
    reportLadder(now)
    runner.beginRound()
    const actions = planTradeActions(state, now, current, ending.progress).filter(isStillTried)
    // what an earlier process has left of its entry is given up
    if ((isLeaving || (from !== undefined && !entry.runs)) && now.entryLive) actions.push({ type: 'endEntry' })
    for (const action of actions) runner.launch(actionKey(action), () => perform(action))
    if (state === 'clearing' && actions.length === 0 && runner.isIdle) moveToEnd(now)
  }

  const isStillTried = (action: TradeAction): boolean =>
    action.type !== 'placeTakeProfit' || runner.failuresOf(actionKey(action)) < takeProfitAttempts

  function moveToEnd(now: TradeReading): void {
    if (ending.foreignLeft !== undefined) move('foreignLeft')
    else if (now.entryFilled !== '0') move('clearedFilled')
    else move(memory.get().refusal === undefined ? 'clearedUnfilled' : 'clearedRefused')
  }

  async function perform(action: TradeAction): Promise<boolean> {
    if (action.type === 'confirmFlat') return ending.confirmFlat()
    if (action.type === 'confirmBook') return ending.confirmBook()
    if (action.type !== 'endEntry') return performOrderAction(context, action)
    await entry.end(context)
    return !reading().entryLive
  }

  function onActionFailure(key: string, error: unknown, failures: number): void {
    if (key.startsWith('takeProfit:') && failures === takeProfitAttempts) {
      reporter.incident('takeProfitRefused', `${key} is given up: ${String(error)}`)
    }
    if (key === 'placeExit') positionWatch.investigate()
  }

  async function add(addition: TradeAddition): Promise<TradeAdditionResult> {
    const wanted = parseAddition(plan, account.getRules(plan.symbol), addition)
    const now = reading()
    const isClosing = memory.get().closing !== undefined || isLeaving
    const busy = now.entryLive ? 'its entry still works' : now.exitFilled !== '0' ? 'a part of it is closed' : undefined
    if (state !== 'protected' || isClosing || busy !== undefined) {
      throw new TradeStateError({ tradeId: plan.tradeId, state, reason: busy ?? 'it has no working stop' })
    }
    const added = toDecimal(memory.get().addedQuantity ?? '0').plus(wanted.quantity)
    remember({ addedQuantity: formatDecimal(added) })
    const refusal = await entry.start(context, wanted)
    const filled = toDecimal(reading().entryFilled).minus(now.entryFilled)
    return { filledQuantity: formatDecimal(filled), refusal }
  }

  function askToClose(reason: CloseReason): void {
    if (isTradeOver(state) || memory.get().closing !== undefined) return
    remember({ closing: reason })
    if (state !== 'pending') move('closeAsked')
    bell.ring()
  }

  const waitMs = () =>
    computeWaitMs(state, seen, plan, {
      exchangeNowMs: account.exchangeNow(),
      nowMs: clock.monotonicMs(),
      dueMs: [runner.dueMs, positionWatch.dueMs],
    })

  /** Protected, quiet and told to leave: the stop stays on the exchange. */
  const isReadyToLeave = () =>
    isLeaving && state === 'protected' && !seen.entryLive && runner.isIdle && runner.dueMs === undefined

  async function run(): Promise<void> {
    const stopWatching = account.orders.onChange((view) => {
      if (book.concerns(view)) bell.ring()
    })
    const stopPositions = account.onPosition((position) => {
      if (position.symbol === plan.symbol) bell.ring()
    })
    reporter.tell(from === undefined ? { type: 'created', plan } : { type: 'resumed', plan, memory: from.memory })
    if (from !== undefined) {
      // nothing has been seen yet: all that is found is news
      seen = { ...readTrade({ ...facts(), orders: [], foreignFills: [] }), entryLive: true }
      const kept = findKeptEntry(facts(), clock.now())
      if (kept !== undefined) entry.keep(context, kept.clientOrderId, kept.timeoutMs)
      move('resumed')
      isClosingAgain = memory.get().closing !== undefined
    } else if (memory.get().closing === undefined) {
      void entry.start(context, plan)
      seen = reading()
      move('start')
    } else {
      move('closeAsked')
    }
    while (!isTradeOver(state)) {
      step()
      if (isTradeOver(state) || isReadyToLeave()) break
      await bell.wait(waitMs())
      if (isAbandoned) break
    }
    stopWatching()
    stopPositions()
    stopGuide.stop()
  }

  function end(): TradeResult {
    const result = computeTradeResult(facts(), {
      state: isTradeOver(state) || state === 'protected' ? state : 'failed',
      wasAbandoned: isAbandoned,
      funding:
        seen.firstFillMs === undefined
          ? '0'
          : account.ledger.fundingSince(plan.symbol, plan.positionSide, seen.firstFillMs),
      endedMs: clock.now(),
    })
    if (result.state !== 'protected') account.retireOrders(book.ids)
    for (const clientOrderId of book.ids) account.releaseOrder(clientOrderId)
    options.release()
    leave()
    reporter.tell({ type: 'result', result })
    return result
  }

  const guest: AccountGuest = {
    id: plan.tradeId,
    symbol: plan.symbol,
    positionSide: plan.positionSide,
    async end(policy) {
      if (policy === 'flatten') askToClose('shutdown')
      isLeaving = policy === 'leaveProtected'
      bell.ring()
      return (await finished.promise).state === 'protected'
    },
    async abandon() {
      isAbandoned = true
      entry.abandon()
      bell.ring()
      await over.catch(() => undefined)
    },
    orderIds: () => book.ids,
  }
  const leave = account.admit(guest)

  // on the next turn, so that the caller holds the trade before its first event
  const over = Promise.resolve().then(run).then(end)
  void over.then(async (result) => {
    await reporter.drain()
    finished.resolve(result)
  }, finished.reject)

  return {
    id: plan.tradeId,
    plan,
    get state() {
      return state
    },
    get openQuantity() {
      return seen.openQuantity
    },
    get orders() {
      return book.orders()
    },
    add,
    moveToBreakEven: (wait) =>
      moveToBreakEven(context, { state: () => state, isLeaving: () => isLeaving, ring: bell.ring }, wait),
    done: finished.promise,
    close(reason = 'manual') {
      askToClose(reason)
      return finished.promise
    },
  }
}
