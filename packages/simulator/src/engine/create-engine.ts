import { toLots, toTicks } from '@aster/core'

import { setLeverage, setMarginType, setPositionMode, setStpMode } from './account-settings.ts'
import { Account } from './account.ts'
import { advance, setCountdown } from './advance.ts'
import { amendOrder } from './amend-order.ts'
import { createDefaultBrackets } from './brackets.ts'
import { cancelAllOrders, cancelOrder } from './cancel-order.ts'
import { createContext, type EngineContext, getAccount, getMarket } from './context.ts'
import { describeBalance, describePositions } from './describe-account.ts'
import { selectFills, selectIncome, selectOrders } from './describe-history.ts'
import { describeDepth, describeMark, describeMoney, describeTop } from './describe-market.ts'
import { findOrder } from './find-order.ts'
import { formatE8 } from './format.ts'
import { compileInstrument } from './instrument.ts'
import { Market } from './market.ts'
import { readMoney } from './money.ts'
import { placeOrder } from './place-order.ts'
import { defaultPolicy } from './policy.ts'
import { printTrade } from './print-trade.ts'
import { accept, refuse } from './refusal.ts'
import { addExternalLots, setExternalLevel } from './set-level.ts'
import { setMark } from './set-mark.ts'
import { settleMarket } from './settle-market.ts'
import { signOf } from './side-sign.ts'
import { sweepBook } from './sweep-book.ts'
import { changePositionMargin, transfer } from './transfers.ts'
import type { Engine, EngineSettings, EventSink } from './types.ts'

/**
 * Builds an exchange without time, chance or network; see {@link Engine}.
 *
 * @param emit - Takes every event while the command that causes it runs.
 * @throws {ParameterError} A symbol's numbers are malformed.
 * @example
 * const engine = createEngine({ symbols: createDefaultExchangeInfo().symbols }, (event) => log(event))
 * engine.openAccount({ id: 'a', usdt: '1000' }, nowMs)
 */
export function createEngine(settings: EngineSettings, emit: EventSink): Engine {
  const context = createContext({
    policy: { ...defaultPolicy, ...settings.policy },
    emit,
    historyLimit: settings.historyLimit ?? 2_000,
    defaultLeverage: settings.defaultLeverage ?? 20,
    insuranceFund: readMoney('insuranceFund', settings.insuranceFund ?? '1000000'),
  })
  for (const entry of settings.symbols) context.markets.set(entry.symbol, createMarket(settings, entry))
  return {
    ...createAccountCommands(context),
    ...createAccountQuestions(context),
    ...createMarketCommands(context),
    ...createMarketQuestions(context),
  }
}

function createMarket(settings: EngineSettings, entry: EngineSettings['symbols'][number]): Market {
  const { symbol } = entry
  const fees = settings.feesBySymbol?.[symbol] ?? settings.fees ?? { maker: '0.0001', taker: '0.00035' }
  return new Market({
    instrument: compileInstrument(entry),
    brackets: settings.brackets?.[symbol] ?? createDefaultBrackets(symbol),
    makerFeeE8: readMoney(`maker fee of ${symbol}`, fees.maker),
    takerFeeE8: readMoney(`taker fee of ${symbol}`, fees.taker),
    fundingIntervalMs: (settings.fundingIntervalHours?.[symbol] ?? 8) * 3_600_000,
  })
}

/** Notes the time of a command and finds its account. */
function begin(context: EngineContext, nowMs: number, accountId: string): Account {
  tick(context, nowMs)
  return getAccount(context, accountId)
}

/** Time never runs backwards: what comes late is stamped with the latest time seen. */
function tick(context: EngineContext, nowMs: number): void {
  if (nowMs > context.nowMs) context.nowMs = nowMs
}

type AccountCommands = Pick<
  Engine,
  | 'openAccount'
  | 'hasAccount'
  | 'transfer'
  | 'placeOrder'
  | 'amendOrder'
  | 'cancelOrder'
  | 'cancelAllOrders'
  | 'setCountdown'
  | 'setLeverage'
  | 'setMarginType'
  | 'changePositionMargin'
  | 'setPositionMode'
  | 'setStpMode'
>

function createAccountCommands(context: EngineContext): AccountCommands {
  return {
    openAccount(options, nowMs) {
      tick(context, nowMs)
      if (context.accounts.has(options.id)) throw new RangeError(`Account ${options.id} exists`)
      const account = new Account(options.id, {
        hedgeMode: options.hedgeMode ?? false,
        stpMode: options.stpMode ?? context.policy.stpMode,
        historyLimit: context.historyLimit,
        defaultLeverage: context.defaultLeverage,
        nowMs: context.nowMs,
      })
      account.wallet = readMoney(`deposit of ${options.id}`, options.usdt ?? '0')
      context.deposits += account.wallet
      context.accounts.set(account.id, account)
    },
    hasAccount: (accountId) => context.accounts.has(accountId),
    transfer: (accountId, usdt, nowMs) => transfer(context, begin(context, nowMs, accountId), usdt),
    placeOrder: (accountId, request, nowMs) => placeOrder(context, begin(context, nowMs, accountId), request),
    amendOrder: (accountId, request, nowMs) => amendOrder(context, begin(context, nowMs, accountId), request),
    cancelOrder: (accountId, reference, nowMs) => cancelOrder(context, begin(context, nowMs, accountId), reference),
    cancelAllOrders: (accountId, symbol, nowMs) => cancelAllOrders(context, begin(context, nowMs, accountId), symbol),
    setCountdown(accountId, symbol, countdownMs, nowMs) {
      const account = begin(context, nowMs, accountId)
      const market = context.markets.get(symbol)
      return setCountdown(context, market === undefined ? undefined : account.holding(market), countdownMs)
    },
    setLeverage: (accountId, symbol, leverage, nowMs) =>
      setLeverage(context, begin(context, nowMs, accountId), symbol, leverage),
    setMarginType: (accountId, symbol, marginType, nowMs) =>
      setMarginType(context, begin(context, nowMs, accountId), symbol, marginType),
    changePositionMargin: (accountId, symbol, positionSide, usdt, nowMs) =>
      changePositionMargin(context, begin(context, nowMs, accountId), symbol, positionSide, usdt),
    setPositionMode: (accountId, hedgeMode, nowMs) =>
      setPositionMode(context, begin(context, nowMs, accountId), hedgeMode),
    setStpMode: (accountId, stpMode, nowMs) => setStpMode(begin(context, nowMs, accountId), stpMode),
  }
}

type AccountQuestions = Pick<
  Engine,
  | 'getOrder'
  | 'getOpenOrder'
  | 'getOpenOrders'
  | 'getAllOrders'
  | 'getFills'
  | 'getIncome'
  | 'getPositions'
  | 'getBalance'
  | 'getAccountConfig'
  | 'getLeverage'
  | 'getFees'
  | 'getBrackets'
  | 'accountIds'
>

function createAccountQuestions(context: EngineContext): AccountQuestions {
  const find = (accountId: string) => getAccount(context, accountId)
  return {
    getOrder(accountId, reference) {
      const found = findOrder(context, find(accountId), reference, -2013)
      return found.ok ? accept(found.value.order.snapshot()) : found
    },
    getOpenOrder(accountId, reference) {
      const found = findOrder(context, find(accountId), reference, -2013)
      if (!found.ok) return found
      return found.value.order.place === 'closed' ? refuse(-2013) : accept(found.value.order.snapshot())
    },
    getOpenOrders: (accountId, symbol) =>
      [...find(accountId).openOrders.values()]
        .filter((order) => symbol === undefined || order.market.instrument.symbol === symbol)
        .map((order) => order.snapshot()),
    getAllOrders: (accountId, symbol, range) =>
      selectOrders(context, find(accountId), getMarket(context, symbol), range),
    getFills: (accountId, symbol, range) => selectFills(find(accountId), getMarket(context, symbol), range),
    getIncome: (accountId, range) => selectIncome(find(accountId), range),
    getPositions(accountId, symbol) {
      const account = find(accountId)
      const markets = symbol === undefined ? [...context.markets.values()] : [getMarket(context, symbol)]
      return markets.flatMap((market) => describePositions(account.holding(market)))
    },
    getBalance: (accountId) => describeBalance(find(accountId)),
    getAccountConfig(accountId) {
      const { hedgeMode, stpMode } = find(accountId)
      return { hedgeMode, multiAssetsMode: false, stpMode }
    },
    getLeverage: (accountId, symbol) => find(accountId).holding(getMarket(context, symbol)).leverage,
    getFees(_accountId, symbol) {
      const { makerFeeE8, takerFeeE8 } = getMarket(context, symbol)
      return { maker: formatE8(makerFeeE8), taker: formatE8(takerFeeE8) }
    },
    getBrackets: (symbol) => getMarket(context, symbol).brackets,
    accountIds: () => [...context.accounts.keys()],
  }
}

type MarketCommands = Pick<
  Engine,
  'setLevel' | 'setLevels' | 'addLevel' | 'trade' | 'setMark' | 'setFundingRate' | 'advance' | 'updateSymbol'
>

function createMarketCommands(context: EngineContext): MarketCommands {
  const on = (symbol: string, nowMs: number): Market => {
    tick(context, nowMs)
    return getMarket(context, symbol)
  }
  return {
    setLevel(symbol, side, priceTicks, lots, nowMs) {
      const market = on(symbol, nowMs)
      setExternalLevel(context, market, signOf(side), priceTicks, lots)
      settleMarket(context, market)
    },
    setLevels(symbol, changes, nowMs) {
      const market = on(symbol, nowMs)
      for (const { side, priceTicks, lots } of changes) {
        setExternalLevel(context, market, signOf(side), priceTicks, lots)
      }
      settleMarket(context, market)
    },
    addLevel(symbol, side, priceTicks, deltaLots, nowMs) {
      const market = on(symbol, nowMs)
      addExternalLots(context, market, signOf(side), priceTicks, deltaLots)
      settleMarket(context, market)
    },
    trade(symbol, takerSide, limitTicks, lots, options, nowMs) {
      const market = on(symbol, nowMs)
      let taken = lots
      if (options.consumeBook) taken = sweepBook(context, market, signOf(takerSide), limitTicks, lots)
      else printTrade(context, market, signOf(takerSide), limitTicks, lots)
      settleMarket(context, market)
      return taken
    },
    setMark: (symbol, markPrice, indexPrice, nowMs) => setMark(context, on(symbol, nowMs), markPrice, indexPrice),
    setFundingRate(symbol, rate, nowMs) {
      on(symbol, nowMs).fundingRateE8 = readMoney(`funding rate of ${symbol}`, rate)
    },
    advance(nowMs) {
      tick(context, nowMs)
      advance(context)
    },
    updateSymbol(entry, nowMs) {
      const market = on(entry.symbol, nowMs)
      const next = compileInstrument(entry)
      const isNewGrid = next.tickE8 !== market.instrument.tickE8 || next.lotE8 !== market.instrument.lotE8
      if (isNewGrid && [...context.accounts.values()].some((account) => account.findHolding(market) !== undefined)) {
        throw new RangeError(`The grid of ${entry.symbol} cannot change while accounts have traded on it`)
      }
      market.instrument = next
    },
  }
}

type MarketQuestions = Pick<
  Engine,
  | 'symbols'
  | 'getSymbol'
  | 'getDepth'
  | 'getTop'
  | 'getExternalLots'
  | 'getLastPrice'
  | 'getMark'
  | 'getMoney'
  | 'formatPrice'
  | 'formatQuantity'
  | 'toTicks'
  | 'toLots'
>

function createMarketQuestions(context: EngineContext): MarketQuestions {
  const find = (symbol: string) => getMarket(context, symbol)
  return {
    symbols: () => [...context.markets.keys()],
    getSymbol: (symbol) => context.markets.get(symbol)?.instrument.entry,
    getDepth: (symbol, limit) => describeDepth(context, find(symbol), limit),
    getTop: (symbol) => describeTop(find(symbol)),
    getExternalLots: (symbol, side, priceTicks) => find(symbol).side(signOf(side)).get(priceTicks)?.external ?? 0,
    getLastPrice(symbol) {
      const { lastTicks, instrument } = find(symbol)
      return lastTicks === 0 ? undefined : instrument.rules.priceGrid.format(lastTicks)
    },
    getMark: (symbol) => describeMark(find(symbol)),
    getMoney: () => describeMoney(context),
    formatPrice: (symbol, ticks) => find(symbol).instrument.rules.priceGrid.format(ticks),
    formatQuantity: (symbol, lots) => find(symbol).instrument.rules.quantityGrid.format(lots),
    toTicks: (symbol, price) => toTicks(find(symbol).instrument.rules, price, 'nearest'),
    toLots: (symbol, quantity) => toLots(find(symbol).instrument.rules, quantity, 'nearest'),
  }
}
