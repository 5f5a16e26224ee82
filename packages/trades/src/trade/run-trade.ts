import { toDecimal } from '@aster/core'

import type { Account, AccountGuest } from '../account/account.ts'
import { type ClosingReason, computeTradeResult } from './compute-trade-result.ts'
import { heldOf, isBookClear, lookAgain, readLeft } from './confirm-end.ts'
import { createActionRunner } from './create-action-runner.ts'
import { createBell } from './create-bell.ts'
import { createTradeBook } from './create-trade-book.ts'
import { createTradeReporter } from './create-trade-reporter.ts'
import { observeTrade } from './observe-trade.ts'
import { performOrderAction } from './perform-action.ts'
import { actionKey, planTradeActions, type TradeAction } from './plan-trade-actions.ts'
import { readTrade, type TradeReading } from './read-trade.ts'
import type { TradeContext } from './trade-context.ts'
import type { TradeEvent } from './trade-event.ts'
import type { CloseReason } from './trade-facts.ts'
import { nextTradeState } from './trade-machine.ts'
import type { TradePlan } from './trade-plan.ts'
import type { TradeResult } from './trade-result.ts'
import { isTradeOver, type TradeCause, type TradeState } from './trade-state.ts'
import type { Trade } from './trade.ts'
import { workEntry } from './work-entry.ts'

/** After this many refusals a take-profit level is given up; the stop protects its part. */
const takeProfitAttempts = 5
/** Readings that must find a position where our fills say flat, before it counts as another's. */
const flatDoubts = 5
/** Readings that must find less than our fills say, before the rest counts as closed by others. */
const shortDoubts = 4
/** Account updates and order events come apart by so much at times. */
const mismatchPatienceMs = 1_500
const unseenFillPatienceMs = 150
const unseenFillDoubts = 4
/** Without anything to wait for, the trade is looked at this often. */
const idleMs = 5_000

const closingReasons: Readonly<Partial<Record<TradeCause, ClosingReason>>> = {
  overdue: 'unprotected',
  stopRefused: 'unprotected',
  stopFailed: 'stop',
  timeUp: 'timeStop',
}

/** Runs one trade to its end: reads where it stands, moves the machine, does what is to be done, waits for a change. */
export function runTrade(
  account: Account,
  plan: TradePlan,
  options: {
    readonly onEvent: ((event: TradeEvent) => void | Promise<void>) | undefined
    readonly release: () => void
  },
): Trade {
  const { clock } = account
  const startedMs = clock.now()
  const book = createTradeBook(account, plan)
  const reporter = createTradeReporter(account, plan, options.onEvent)
  const bell = createBell(clock)
  const entryControl = new AbortController()
  const runner = createActionRunner({
    clock,
    firstPauseMs: (key) => (key === 'confirmFlat' || key === 'investigate' || key === 'lookAgain' ? 250 : 100),
    onFailure: onActionFailure,
    onEnd: bell.ring,
  })
  const finished = Promise.withResolvers<TradeResult>()

  let state: TradeState = 'pending'
  let closing: ClosingReason | undefined
  let refusal: string | undefined
  let entryRuns = false
  let entryEnd: Promise<void> = Promise.resolve()
  let flatConfirmed = false
  let bookConfirmed = false
  let doubtsOfFlat = 0
  let doubtsOfSize = 0
  let foreignLeft: string | undefined
  let mismatchSinceMs: number | undefined
  let isLeaving = false

  const facts = () => book.facts(entryRuns)
  const reading = () => readTrade(facts())
  let seen: TradeReading = reading()
  const context: TradeContext = {
    account,
    plan,
    facts,
    reading,
    register: book.register,
    adopt: book.adopt,
    incident: reporter.incident,
  }

  function move(cause: TradeCause): void {
    const next = nextTradeState(state, cause)
    if (next === undefined) {
      reporter.incident('unforeseenMove', `${cause} while ${state}`)
      runner.launch('investigate', investigate)
      return
    }
    if (next === state) return
    reporter.transition(state, next, cause)
    state = next
    if (next === 'exiting') closing ??= closingReasons[cause] ?? 'manual'
    if (next !== 'clearing') {
      flatConfirmed = false
      bookConfirmed = false
      doubtsOfFlat = 0
    }
  }

  function step(): void {
    const current = facts()
    reporter.compare(current)
    const now = readTrade(current)
    const causes = observeTrade(seen, now)
    seen = now
    for (const cause of causes) move(cause)
    comparePosition()
    const progress = { flatConfirmed, bookConfirmed, touch: account.prices.get(plan.symbol) }
    runner.beginRound()
    const actions = planTradeActions(state, now, current, progress).filter(isStillTried)
    for (const action of actions) runner.launch(actionKey(action), () => perform(action))
    if (state !== 'clearing' || actions.length > 0 || !runner.isIdle) return
    if (foreignLeft !== undefined) move('foreignLeft')
    else if (now.entryFilled !== '0') move('clearedFilled')
    else move(refusal === undefined ? 'clearedUnfilled' : 'clearedRefused')
  }

  const isStillTried = (action: TradeAction): boolean =>
    action.type !== 'placeTakeProfit' || runner.failuresOf(actionKey(action)) < takeProfitAttempts

  async function perform(action: TradeAction): Promise<boolean> {
    if (action.type === 'endEntry') {
      entryControl.abort(new DOMException('The trade has ended its entry', 'AbortError'))
      await entryEnd
      return true
    }
    if (action.type === 'confirmFlat') return confirmFlat()
    if (action.type === 'confirmBook') {
      if (!(await isBookClear(context))) return false
      if (facts().orders.some(({ view }) => !view.fillsComplete)) await lookAgain(context).catch(() => undefined)
      bookConfirmed = true
      return true
    }
    return performOrderAction(context, action)
  }

  async function confirmFlat(): Promise<boolean> {
    const left = await readLeft(context)
    if (left === '0') {
      flatConfirmed = true
      return true
    }
    if (book.closedUnseen !== '0') {
      // what we took for closed by others is still there
      book.forgetClosedUnseen()
      return true
    }
    doubtsOfFlat += 1
    if (doubtsOfFlat === 1) await lookAgain(context)
    if (doubtsOfFlat < flatDoubts) return false
    // every order of ours has ended, and all its fills are counted: this is not ours
    foreignLeft = left
    reporter.incident('foreignPosition', `${left} is left on ${plan.symbol} that the trade did not open`)
    flatConfirmed = true
    return true
  }

  /** What the account shows differs from what our fills say: reports are missing, or another hand is at work. */
  function comparePosition(): void {
    const isOpen = state === 'protecting' || state === 'protected' || state === 'exiting'
    const held = heldOf(plan, account.getPosition(plan.symbol, plan.positionSide))
    const isLess = isOpen && held.lt(seen.openQuantity)
    const isMore =
      state !== 'clearing' && held.gt(seen.openQuantity) && runner.failuresOf('lookAgain') < unseenFillDoubts
    if (!isLess) doubtsOfSize = 0
    if (!isLess && !isMore) {
      mismatchSinceMs = undefined
      return
    }
    mismatchSinceMs ??= clock.monotonicMs()
    const lastedMs = clock.monotonicMs() - mismatchSinceMs
    if (isLess && lastedMs >= mismatchPatienceMs) runner.launch('investigate', investigate)
    // a fill that we have not heard of is not protected yet
    if (isMore && lastedMs >= unseenFillPatienceMs) runner.launch('lookAgain', findUnseenFill)
  }

  async function findUnseenFill(): Promise<boolean> {
    await lookAgain(context)
    const held = heldOf(plan, account.getPosition(plan.symbol, plan.positionSide))
    if (held.lte(reading().openQuantity)) return true
    if (runner.failuresOf('lookAgain') === unseenFillDoubts - 1) {
      reporter.incident('foreignPosition', `${held.toFixed()} on ${plan.symbol} is more than the trade has filled`)
    }
    return false
  }

  async function investigate(): Promise<boolean> {
    await lookAgain(context)
    const position = await account.readPosition(plan.symbol, plan.positionSide)
    const missing = toDecimal(reading().openQuantity).minus(heldOf(plan, position))
    if (missing.lte(0)) {
      doubtsOfSize = 0
      return true
    }
    doubtsOfSize += 1
    if (doubtsOfSize < shortDoubts) return false
    doubtsOfSize = 0
    book.addClosedUnseen(missing)
    reporter.incident(
      'closedElsewhere',
      `${missing.toFixed()} was closed by others, without an execution that we can find`,
    )
    return true
  }

  function onActionFailure(key: string, error: unknown, failures: number): void {
    if (key.startsWith('takeProfit:') && failures === takeProfitAttempts) {
      reporter.incident('takeProfitRefused', `${key} is given up: ${String(error)}`)
    }
    if (key === 'placeExit') runner.launch('investigate', investigate)
  }

  function startEntry(): void {
    entryRuns = true
    entryEnd = workEntry(context, entryControl.signal).then((reason) => {
      refusal = reason
      entryRuns = false
      bell.ring()
    })
  }

  function askToClose(reason: CloseReason): void {
    if (isTradeOver(state) || closing !== undefined) return
    closing = reason
    if (state !== 'pending') move('closeAsked')
    bell.ring()
  }

  /** How long nothing can become due. */
  function waitMs(): number {
    const { unprotected, firstFillMs } = seen
    const exchangeNowMs = account.exchangeNow()
    const waits = [idleMs]
    if (state === 'protecting' && unprotected.sinceMs !== undefined) {
      waits.push(unprotected.sinceMs + plan.protectWithinMs - exchangeNowMs)
    }
    if (plan.timeStopMs !== undefined && firstFillMs !== undefined && !seen.isTimeUp) {
      waits.push(firstFillMs + plan.timeStopMs - exchangeNowMs)
    }
    if (runner.dueMs !== undefined) waits.push(runner.dueMs - clock.monotonicMs())
    if (mismatchSinceMs !== undefined) {
      for (const patienceMs of [unseenFillPatienceMs, mismatchPatienceMs]) {
        const leftMs = mismatchSinceMs + patienceMs - clock.monotonicMs()
        if (leftMs > 0) waits.push(leftMs)
      }
    }
    return Math.max(1, Math.min(...waits))
  }

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
    reporter.tell({ type: 'created', plan })
    if (closing === undefined) {
      startEntry()
      seen = reading()
      move('start')
    } else {
      move('closeAsked')
    }
    while (!isTradeOver(state)) {
      step()
      if (isTradeOver(state) || isReadyToLeave()) break
      if (isLeaving && seen.entryLive) runner.launch('endEntry', () => perform({ type: 'endEntry' }))
      await bell.wait(waitMs())
    }
    stopWatching()
    stopPositions()
  }

  const end = (): TradeResult => {
    const result = computeTradeResult(facts(), {
      state: isTradeOver(state) ? (state as TradeResult['state']) : 'protected',
      closing,
      refusal,
      startedMs,
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
      else {
        isLeaving = true
        bell.ring()
      }
      return (await finished.promise).state === 'protected'
    },
    orderIds: () => book.ids,
  }
  const leave = account.admit(guest)

  // on the next turn, so that the caller holds the trade before its first event
  void Promise.resolve()
    .then(run)
    .then(end)
    .then(async (result) => {
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
    done: finished.promise,
    close() {
      askToClose('manual')
      return finished.promise
    },
  }
}
