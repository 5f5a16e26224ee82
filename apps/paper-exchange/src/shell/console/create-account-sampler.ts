import { type Decimal, type FeedBody, formatDecimal, toDecimal } from '@aster/core'
import type { Engine, FillView, OrderView, PositionView } from '@aster/simulator'

import { isStopped } from '../../core/is-stopped.ts'

/** Looks at one account of an exchange and tells what is new. */
export interface AccountSampler {
  sample(): void
  /** Balance, positions and orders in a line. */
  readonly summary: string
}

/** Of an account's past so many fills are shown at first. */
const firstFills = 20
/** And of what happened since the last look, which may be long ago, so many. */
const mostFills = 100

type EarningKind = 'REALIZED_PNL' | 'COMMISSION' | 'FUNDING_FEE'

export function createAccountSampler(options: {
  readonly engine: Engine
  readonly accountId: string
  readonly name: string
  readonly publish: (body: FeedBody) => void
}): AccountSampler {
  const { engine, accountId, name: account, publish } = options
  const told = new Map<string, string>()
  const openOrders = new Map<string, OrderView>()
  const lastTradeIds = new Map<string, string>()
  const earned: Record<EarningKind, Decimal> = {
    REALIZED_PNL: toDecimal('0'),
    COMMISSION: toDecimal('0'),
    FUNDING_FEE: toDecimal('0'),
  }
  let nextIncomeId = '0'
  let holdings = ''
  let summary = ''

  const tell = (key: string, body: FeedBody): void => {
    const text = JSON.stringify(body)
    if (told.get(key) === text) return
    told.set(key, text)
    publish(body)
  }

  const tellOrder = (order: OrderView): void => {
    publish({
      kind: 'order',
      account,
      symbol: order.symbol,
      clientOrderId: order.clientOrderId,
      status: order.status,
      side: order.side,
      type: order.origType,
      quantity: order.origQty,
      price: order.price,
      stopPrice: order.stopPrice,
      filledQuantity: order.executedQty,
    })
  }

  const sampleOrders = (): readonly OrderView[] => {
    const open = engine.getOpenOrders(accountId)
    const gone = new Map(openOrders)
    for (const order of open) {
      gone.delete(order.orderId)
      if (isSame(openOrders.get(order.orderId), order)) continue
      openOrders.set(order.orderId, order)
      tellOrder(order)
    }
    for (const { symbol, orderId } of gone.values()) {
      openOrders.delete(orderId)
      const ended = engine.getOrder(accountId, { symbol, orderId })
      if (ended.ok) tellOrder(ended.value)
    }
    return open
  }

  const samplePositions = (orders: readonly OrderView[]): readonly PositionView[] => {
    const held: PositionView[] = []
    for (const position of engine.getPositions(accountId)) {
      const { symbol, positionSide, quantity, entryPrice, markPrice, unrealizedPnl, liquidationPrice } = position
      const key = `position ${symbol} ${positionSide}`
      const isFlat = !/[1-9]/.test(quantity)
      if (isFlat && !told.has(key)) continue
      const facts = isFlat
        ? {}
        : { markPrice, unrealizedPnl, liquidationPrice, isProtected: isStopped(position, orders) }
      tell(key, { kind: 'position', account, symbol, positionSide, quantity, entryPrice, ...facts })
      if (isFlat) told.delete(key)
      else held.push(position)
    }
    return held
  }

  const tellFill = (fill: FillView): void => {
    const { symbol, orderId, tradeId, side, price, quantity, commission, commissionAsset, maker, realizedPnl } = fill
    const order = engine.getOrder(accountId, { symbol, orderId })
    if (order.ok && !openOrders.has(orderId)) tellOrder(order.value)
    const clientOrderId = order.ok ? order.value.clientOrderId : orderId
    const paid = { fee: commission, feeAsset: commissionAsset, isMaker: maker, realizedPnl }
    publish({ kind: 'fill', account, symbol, clientOrderId, tradeId, side, price, quantity, ...paid })
  }

  const sampleFills = (): void => {
    for (const symbol of engine.symbols()) {
      const last = lastTradeIds.get(symbol)
      const range = last === undefined ? { limit: firstFills } : { fromId: String(Number(last) + 1) }
      for (const fill of engine.getFills(accountId, symbol, range).slice(-mostFills)) {
        lastTradeIds.set(symbol, fill.tradeId)
        tellFill(fill)
      }
    }
  }

  const sampleIncome = (): void => {
    for (const { transactionId, incomeType, income, asset } of engine.getIncome(accountId, { fromId: nextIncomeId })) {
      nextIncomeId = String(Number(transactionId) + 1)
      if (asset !== 'USDT' || !isEarning(incomeType)) continue
      earned[incomeType] = earned[incomeType].plus(income)
    }
  }

  return {
    sample() {
      const orders = sampleOrders()
      const positions = samplePositions(orders)
      const { walletBalance, unrealizedPnl, availableBalance, updateMs } = engine.getBalance(accountId)
      // the time alone would miss what happens twice in one millisecond
      const now = [updateMs, walletBalance, ...positions.map(({ symbol, quantity }) => `${symbol} ${quantity}`)].join()
      if (now !== holdings) {
        holdings = now
        sampleFills()
        sampleIncome()
      }
      tell('equity', {
        kind: 'equity',
        account,
        walletBalance,
        realizedPnl: formatDecimal(earned.REALIZED_PNL),
        unrealizedPnl,
        fees: formatDecimal(earned.COMMISSION.negated()),
        funding: formatDecimal(earned.FUNDING_FEE),
      })
      const counts = `${positions.length} positions, ${orders.length} open orders`
      summary = `${formatDecimal(walletBalance)} USDT, ${formatDecimal(availableBalance)} available, ${counts}`
    },
    get summary() {
      return summary
    },
  }
}

const isEarning = (type: string): type is EarningKind =>
  type === 'REALIZED_PNL' || type === 'COMMISSION' || type === 'FUNDING_FEE'

const isSame = (before: OrderView | undefined, now: OrderView): boolean =>
  before !== undefined &&
  before.status === now.status &&
  before.executedQty === now.executedQty &&
  before.price === now.price &&
  before.origQty === now.origQty
