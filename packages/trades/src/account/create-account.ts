import { type AccountUpdateEvent, decideError, type OrderTradeUpdateEvent, type UserEvent } from '@aster/api'
import { createClientOrderIds, type RejectedError, sleep, withDeadline } from '@aster/core'
import { createTimeSync } from '@aster/rest'
import { createUserStream } from '@aster/ws'

import { createDeadManSwitch, type DeadManSwitch } from '../deadman/create-dead-man-switch.ts'
import { createAccountRecorder } from '../journal/create-account-recorder.ts'
import type { AccountJournal } from '../journal/journal.ts'
import { createLedger, incomeEveryMs } from '../ledger/create-ledger.ts'
import { formatMoney, parseMoney } from '../ledger/money.ts'
import { shareFunding } from '../ledger/share-funding.ts'
import type { Ownership } from '../locks/own-symbols.ts'
import { createOrderDesk } from '../orders/create-order-desk.ts'
import { evidenceFromEvent } from '../orders/evidence-from-event.ts'
import type { DeskParts } from '../orders/order-desk.ts'
import { createOrderTracker } from '../orders/order-tracker.ts'
import { settleAllInDoubt } from '../orders/settle-in-doubt.ts'
import { positionKey } from '../positions/position-view.ts'
import { createPrices } from '../prices/create-prices.ts'
import type { Unfinished } from '../recovery/read-unfinished.ts'
import { recoverAccount, type RecoveryParts } from '../recovery/recover-account.ts'
import type { RecoveryReport } from '../recovery/recovery-report.ts'
import { restoreOrders } from '../recovery/restore-orders.ts'
import { createAccountRisk } from '../risk/create-account-risk.ts'
import { createJournalRiskStore } from '../risk/create-journal-risk-store.ts'
import type { TradeEvent } from '../trade/trade-event.ts'
import { createAccountBook } from './account-book.ts'
import { AccountClosedError } from './account-closed-error.ts'
import type { AccountEvent, AccountIncidentType } from './account-event.ts'
import { AccountNotLiveError } from './account-not-live-error.ts'
import type { Account, AccountGuest, AccountState, CloseReport } from './account.ts'
import { closeAccount } from './close-account.ts'
import { createAgentWatch } from './create-agent-watch.ts'
import { createClaims } from './create-claims.ts'
import { type ClockWatch, createClockWatch } from './create-clock-watch.ts'
import { createReconciler } from './create-reconciler.ts'
import { createEventPump } from './event-pump.ts'
import type { RuleBook } from './load-rules.ts'
import type { OpenAccountOptions } from './open-account.ts'
import { lookAtOrders, readFills, readOpenOrders, readPosition, readPositions, type ReadParts } from './read-account.ts'
import { waitForBudget } from './wait-for-budget.ts'
import { watchRetiredOrders } from './watch-retired-orders.ts'

const defaultMaxPriceAgeMs = 5_000
const defaultReconcileEveryMs = 15_000
const rulesEveryMs = 3_600_000
/** A user stream can be open and silent: while a trade lives, its orders are looked at this often. */
const lookEveryMs = 3_500
const livePollMs = 50
/** An order that is sent must be answered, and cancelled again, before the agent expires. */
const agentMarginMs = 60_000
const behindRetryMs = 1_000
/** Slippage and markouts are not measured against older prices; a quiet book sends none. */
const middleMaxAgeMs = 120_000
/** How long opening waits for the first best prices. */
const priceStreamMs = 5_000
/** A listen key that another program has ended says nothing: this bounds how long it goes unnoticed. */
const listenKeyEveryMs = 60_000

/** Puts an account together. Nothing runs before `start`. */
export function createAccount(
  options: OpenAccountOptions,
  facts: {
    readonly symbols: readonly string[]
    readonly rules: RuleBook
    readonly hedgeMode: boolean
    readonly journal: AccountJournal | undefined
    readonly unfinished: Unfinished | undefined
    readonly ownership: Ownership | undefined
  },
): Account & { start(): Promise<void> } {
  const { rest, clock, random } = options
  const { symbols, rules, journal, unfinished, ownership } = facts
  const name = options.name ?? options.clientOrderIdPrefix
  const time = options.exchangeNow === undefined ? createTimeSync(rest, { clock }) : undefined
  const exchangeNow = options.exchangeNow ?? time?.now ?? (() => clock.now())
  const life = new AbortController()
  const guests = new Set<AccountGuest>()
  let state: AccountState = 'recovering'
  let hedgeMode = facts.hedgeMode
  let closing: Promise<CloseReport> | undefined
  let recovery: RecoveryReport | undefined

  let lostEvents = 0
  const pump = createEventPump(options.onEvent, () => {
    lostEvents += 1
  })
  const recorder = journal === undefined ? undefined : createAccountRecorder(journal, clock)
  const emit = (event: AccountEvent) => {
    void recorder?.take(event)
    if (event.type === 'trade') noteStrategy(event.trade)
    pump.emit(event)
  }
  const owners = new Map<string, string>()
  const noteStrategy = (event: TradeEvent) => {
    if (event.type === 'created' || event.type === 'resumed') owners.set(event.tradeId, event.plan.owner)
    if (event.type === 'orderId') ledger.setStrategy(event.clientOrderId, owners.get(event.tradeId) ?? name)
    if (event.type === 'result') owners.delete(event.tradeId)
  }
  /** Resolves when the journal and the sink have it. */
  const write = async (event: AccountEvent) => {
    if (event.type === 'intent') ledger.onIntent(event.clientOrderId, event.terms.symbol)
    await Promise.all([recorder?.take(event), pump.write(event)])
  }
  const report = (what: AccountIncidentType, detail: string, clientOrderId?: string) =>
    emit({ type: 'incident', atMs: clock.now(), what, detail, clientOrderId })
  const onListenerFailure = (error: unknown) => report('listenerFailed', String(error))

  const ids = createClientOrderIds({ prefix: options.clientOrderIdPrefix, random })
  const owns = (clientOrderId: string) => ids.owns(clientOrderId)
  const tracker = createOrderTracker(onListenerFailure)
  const book = createAccountBook(onListenerFailure)
  const claims = createClaims(name, () => state === 'closing' || state === 'closed')
  restoreOrders(tracker, unfinished?.orders ?? [])
  tracker.onChange((order, before) => {
    if (owns(order.clientOrderId)) recorder?.takeOrder(order, before)
    ledger.onOrder(order, owns(order.clientOrderId))
    if (before?.state !== order.state || before.filledQuantity !== order.filledQuantity) {
      emit({ type: 'order', atMs: clock.now(), order })
    }
  })
  const retired = watchRetiredOrders(tracker, (clientOrderId) => void desk.ensureGone(clientOrderId))
  book.onPosition((position) => emit({ type: 'position', atMs: clock.now(), position }))

  const readParts: ReadParts = { rest, tracker, book, symbols, signal: life.signal, exchangeNow, owns }
  const reconciler = createReconciler(readParts)
  /** Reads the account; a failure is reported, and the next reading is not far. */
  const reconcile = async (cause: string): Promise<boolean> => {
    if (state === 'live' && cause !== 'schedule') state = 'recovering'
    try {
      await reconciler.run()
      if (state === 'recovering') state = 'live'
      return true
    } catch (error) {
      if (!life.signal.aborted) report('reconcileFailed', `${cause}: ${String(error)}`)
      return false
    }
  }

  const readMode = async () => {
    hedgeMode = (await rest.position.getPositionMode()).dualSidePosition
  }

  const risk = createAccountRisk({
    options: {
      ...options.risk,
      store: options.risk?.store ?? (journal && createJournalRiskStore(journal, () => clock.now())),
    },
    name,
    rest,
    streams: options.streams,
    clock,
    symbols,
    marginAssets: new Set(symbols.map((symbol) => rules.get(symbol).marginAsset)),
    signal: life.signal,
    isHedgeMode: () => hedgeMode,
    isComplete: () => state === 'live',
    book,
    tracker,
    owns,
    ensureGone: (clientOrderId) => void desk.ensureGone(clientOrderId),
    onLatch: ({ state: riskState, reason, atMs }) => emit({ type: 'risk', atMs, state: riskState, reason }),
    onLatchFailure: (error) => report('latchNotWritten', String(error)),
  })
  const ledger = createLedger({
    clock,
    rest,
    symbols,
    strategy: name,
    journal,
    signal: life.signal,
    exchangeNow,
    quoteAssetOf: (symbol) => rules.get(symbol).quoteAsset,
    markOf: (symbol) => risk.marks.list().get(symbol)?.text,
    middleOf(symbol) {
      const touch = prices.get(symbol)
      if (touch === undefined || (prices.ageMs(symbol) ?? Infinity) > middleMaxAgeMs) return undefined
      return (Number(touch.bidPrice) + Number(touch.askPrice)) / 2
    },
    readFills: (symbol, sinceMs) => readFills(readParts, symbol, sinceMs),
  })
  const noteFunding = (event: AccountUpdateEvent) => {
    const total = event.balances.reduce((sum, { balanceChange }) => sum + parseMoney(balanceChange), 0n)
    // an isolated position is named, a cross account's are not
    const named = new Set(event.positions.map(({ symbol, positionSide }) => positionKey(symbol, positionSide)))
    const funded = book
      .positions()
      .filter(({ symbol, positionSide }) => named.size === 0 || named.has(positionKey(symbol, positionSide)))
      .map(({ symbol, positionSide, quantity }) => {
        const mark = risk.marks.list().get(symbol)
        return { symbol, positionSide, quantity, markPrice: mark?.price ?? 0, fundingRate: mark?.fundingRate ?? 0 }
      })
    ledger.onFunding(shareFunding(formatMoney(total), funded), event.transactionTimeMs)
  }
  const keepLedger = async () => {
    while (!life.signal.aborted) {
      await sleep(clock, incomeEveryMs, life.signal).catch(() => undefined)
      if (life.signal.aborted) return
      // what fails is asked again the next time
      const comparison = await ledger.reconcile().catch(() => undefined)
      if (comparison?.isEqual === false) report('ledgerDiffers', JSON.stringify(comparison.differences))
    }
  }
  const deskParts: DeskParts = {
    rest,
    clock,
    tracker,
    isHedgeMode: () => hedgeMode,
    nonceWindowMs: options.nonceWindowMs,
    lifetime: life.signal,
    getRules: rules.get,
    nextId: (label) => ids.next(label),
    write,
    report,
    onAcknowledged: (clientOrderId) => userStream.expectEvent(clientOrderId),
    onRefused: (error: RejectedError) => {
      const decision = decideError(error.code, error.reason)
      if (decision === 'refreshSymbolRules') void rules.refresh().catch(() => undefined)
      if (decision === 'refreshPositionMode') void readMode().catch(() => undefined)
      if (decision === 'refreshPosition') void reconcile('refused')
    },
    checkOpen: () => {
      if (state === 'closing' || state === 'closed') throw new AccountClosedError(name)
      ownership?.check()
      clockWatch?.look()
      if (isBehind) throw new AccountNotLiveError(name, 0)
      agent.check(exchangeNow() + agentMarginMs)
    },
    prepareRisk: (request) => risk.prepare(request),
    approve(request, replaces) {
      if (ownership?.readOnly !== undefined) throw ownership.readOnly
      return risk.gate.approve(request, replaces)
    },
    confirm: risk.gate.confirm,
  }
  const desk = createOrderDesk(deskParts, owns, ownership?.readOnly)
  const agent = createAgentWatch({ name, rest, clock, exchangeNow, signal: life.signal, report })
  let clockWatch: ClockWatch | undefined
  let isBehind = false
  /** Time went by without us: nothing is believed until it has been read anew. */
  const onClockJump = (what: string) => {
    report('clockJump', what)
    if (isBehind) return
    isBehind = true
    void (async () => {
      await time?.sync().catch(() => undefined)
      while (!life.signal.aborted && !(await reconcile('clockJump'))) {
        await sleep(clock, behindRetryMs, life.signal).catch(() => undefined)
      }
      isBehind = false
    })()
  }
  let deadMan: DeadManSwitch | undefined
  tracker.onChange(() => deadMan?.look())
  book.onPosition(() => deadMan?.look())

  const onOrderEvent = (event: OrderTradeUpdateEvent) => {
    if (!symbols.includes(event.order.symbol)) return
    const { clientOrderId } = event.order
    const isNew = tracker.get(clientOrderId) === undefined
    tracker.apply(evidenceFromEvent(event))
    if (isNew && !owns(clientOrderId)) report('foreignOrder', 'Placed by another hand; left alone', clientOrderId)
  }
  const onUserEvent = (event: UserEvent) => {
    if (event.type === 'orderTradeUpdate') onOrderEvent(event)
    if (event.type === 'accountUpdate') {
      book.applyUpdate(event)
      risk.onAccountUpdate(event)
      if (event.reason === 'FUNDING_FEE') noteFunding(event)
    }
    if (event.type === 'accountConfigUpdate') hedgeMode = event.modes?.isHedge ?? hedgeMode
  }
  const userStream = createUserStream({
    connector: options.connector,
    clock,
    random: random.fork('userStream'),
    baseUrl: options.wsUrl,
    listenKey: {
      create: async () => (await rest.stream.createListenKey()).listenKey,
      keepAlive: () => rest.stream.keepAliveListenKey(),
    },
    onEvent: onUserEvent,
    timing: { keepAliveEveryMs: listenKeyEveryMs },
    onGap: async (gap) => {
      report('streamGap', `${gap.reason}, ${gap.endMs - gap.startMs} ms`)
      if (!(await reconcile('gap'))) throw new Error('The account could not be read after a gap')
      for (const symbol of symbols) {
        if (desk.list((view) => view.terms?.symbol === symbol && view.updatedMs >= gap.startMs).length > 0) {
          await readFills(readParts, symbol, gap.startMs - 2_000)
        }
      }
    },
    onIncident: (incident) => report('streamIncident', incident.message),
  })
  const prices = createPrices({
    rest,
    streams: options.streams,
    clock,
    symbols,
    maxAgeMs: options.maxPriceAgeMs ?? defaultMaxPriceAgeMs,
    signal: life.signal,
  })

  const keepReading = async () => {
    const everyMs = options.reconcileEveryMs ?? defaultReconcileEveryMs
    let rulesDueMs = clock.monotonicMs() + rulesEveryMs
    while (!life.signal.aborted) {
      await sleep(clock, everyMs, life.signal).catch(() => undefined)
      if (life.signal.aborted) return
      await reconcile('schedule')
      if (clock.monotonicMs() >= rulesDueMs) {
        rulesDueMs = clock.monotonicMs() + rulesEveryMs
        await rules.refresh().catch(() => undefined)
      }
    }
  }

  const keepLooking = async () => {
    while (!life.signal.aborted) {
      await sleep(clock, lookEveryMs, life.signal).catch(() => undefined)
      if (life.signal.aborted) return
      const traded = new Set([...guests].map(({ symbol }) => symbol))
      // what fails is asked again soon, and the reconciliation reports it
      for (const symbol of traded) await lookAtOrders(readParts, symbol).catch(() => undefined)
    }
  }

  /** A user stream that is being rebuilt makes the account blind, whatever was read before. */
  const readState = (): AccountState => (state === 'live' && userStream.state !== 'live' ? 'recovering' : state)

  const account: Account & { start(): Promise<void> } = {
    name,
    rest,
    clock,
    symbols,
    get hedgeMode() {
      return hedgeMode
    },
    journal,
    get recovery() {
      return recovery
    },
    orders: desk,
    prices,
    get deadManArmed() {
      return deadMan?.armed ?? []
    },
    get agentExpiresMs() {
      return agent.expiresMs
    },
    isReadOnly: ownership?.readOnly !== undefined,
    checkAgent: (untilMs) => agent.check(untilMs),
    risk: risk.gate,
    ledger,
    get state() {
      return readState()
    },
    get lostEvents() {
      return lostEvents
    },
    get positions() {
      return book.positions()
    },
    get balances() {
      return book.balances()
    },
    getRules: rules.get,
    refreshRules: rules.refresh,
    getPosition: book.getPosition,
    exchangeNow,
    async whenLive({ timeoutMs, signal }) {
      const endsMs = clock.monotonicMs() + timeoutMs
      while (readState() !== 'live') {
        if (state === 'closing' || state === 'closed') throw new AccountClosedError(name)
        if (clock.monotonicMs() >= endsMs) throw new AccountNotLiveError(name, timeoutMs)
        await sleep(clock, livePollMs, signal)
      }
    },
    readPosition: (symbol, positionSide, options) => readPosition(readParts, symbol, positionSide, options),
    readPositions: () => readPositions(readParts),
    readOpenOrders: (symbol) => readOpenOrders(readParts, symbol),
    readFills: (symbol, sinceMs) => readFills(readParts, symbol, sinceMs),
    reconcile: () => reconciler.run(),
    getMark: (symbol) => risk.marks.list().get(symbol),
    claim: claims.claim,
    ownerOf: claims.ownerOf,
    admit(guest) {
      guests.add(guest)
      return () => guests.delete(guest)
    },
    async endGuests(policy, isMeant) {
      await Promise.all([...guests].filter(isMeant).map((guest) => guest.end(policy)))
    },
    retireOrders: retired.add,
    keepOrder: tracker.keep,
    releaseOrder: tracker.release,
    emit,
    onPosition: book.onPosition,
    async start() {
      await time?.sync()
      await waitForBudget(clock, () => userStream.start(), life.signal)
      await waitForBudget(clock, () => reconciler.run(), life.signal)
      // without the stream, prices are asked for
      await withDeadline(clock, priceStreamMs, () => prices.ready).catch(() => undefined)
      await waitForBudget(clock, () => risk.start(), life.signal)
      state = 'live'
      void time?.start()
      clockWatch = createClockWatch(clock, onClockJump)
      await agent.start()
      if (options.deadMan !== undefined && ownership?.readOnly === undefined) {
        deadMan = createDeadManSwitch(
          {
            rest,
            clock,
            symbols,
            isWell: () => readState() === 'live' && !isBehind,
            listOrders: () => tracker.list(),
            owns,
            positions: book.positions,
            ownerOf: claims.ownerOf,
            report,
          },
          options.deadMan,
        )
      }
      void keepReading()
      void keepLooking()
      void keepLedger()
      if (unfinished === undefined) return
      const { loneOrders = 'cancel', onTradeEvent } = options
      const settle: RecoveryParts['settle'] = (request, orders) => settleAllInDoubt(deskParts, request, orders)
      recovery = await recoverAccount({ account, tracker, unfinished, loneOrders, onTradeEvent, settle, report })
    },
    close(closeOptions = {}) {
      closing ??= (async () => {
        state = 'closing'
        const result = await closeAccount(account, [...guests], closeOptions)
        ledger.close()
        clockWatch?.stop()
        await deadMan?.stop()
        life.abort(new AccountClosedError(name))
        await Promise.all([userStream.stop(), time?.stop()])
        await Promise.all([...guests].map((guest) => guest.abandon()))
        state = 'closed'
        await pump.drain()
        ownership?.[Symbol.dispose]()
        return result
      })()
      return closing
    },
    async [Symbol.asyncDispose]() {
      await account.close()
    },
  }
  return account
}
