import type { AssetBook } from './asset-book.ts'
import { ClosedOrders } from './closed-orders.ts'
import { History } from './history.ts'
import { Holding } from './holding.ts'
import type { Market } from './market.ts'
import { autoPrefix, type Order } from './order.ts'
import type { FillRecord, IncomeRecord } from './records.ts'
import type { Strategy } from './strategy/strategy.ts'
import type { StpMode } from './types.ts'

/** One account: its cross wallet, its holdings by symbol, its orders. */
export class Account {
  readonly id: string
  /** Cross wallet in USDT; isolated wallets lie in the legs. */
  wallet = 0n
  /** Other assets, by name. They are margin in multi-assets mode only. */
  readonly assets: Map<string, bigint> = new Map()
  readonly assetBook: AssetBook
  multiAssets = false
  hedgeMode: boolean
  stpMode: StpMode
  updateMs: number
  isMarginCalled = false
  /** Being liquidated: no orders. */
  isLiquidating = false
  readonly holdings: Holding[] = []
  /** What rests or waits. An order that is being matched is not among them yet. */
  readonly openOrders = new Map<number, Order>()
  /** The latest order of a client id that its owner chose, an open one before all closed ones. */
  readonly ordersByClientId = new Map<string, Order>()
  readonly closedOrders: ClosedOrders
  readonly fills: History<FillRecord>
  readonly income: History<IncomeRecord>
  readonly openStrategies = new Map<number, Strategy>()
  readonly closedStrategies: History<Strategy>
  private readonly holdingsByMarket = new Map<Market, Holding>()
  private readonly defaultLeverage: number

  constructor(
    id: string,
    options: {
      hedgeMode: boolean
      stpMode: StpMode
      historyLimit: number
      defaultLeverage: number
      nowMs: number
      assetBook: AssetBook
    },
  ) {
    this.id = id
    this.assetBook = options.assetBook
    this.hedgeMode = options.hedgeMode
    this.stpMode = options.stpMode
    this.updateMs = options.nowMs
    this.defaultLeverage = options.defaultLeverage
    this.closedOrders = new ClosedOrders(options.historyLimit)
    this.fills = new History(options.historyLimit)
    this.income = new History(options.historyLimit)
    this.closedStrategies = new History(options.historyLimit)
  }

  /** What stands behind cross positions, profit apart: the cross wallet, in multi-assets mode with what the other assets count for. */
  get collateral(): bigint {
    return this.multiAssets ? this.wallet + this.assetBook.sum(this.assets) : this.wallet
  }

  /** What the account has on a symbol; the first use creates it. */
  holding(market: Market): Holding {
    const known = this.holdingsByMarket.get(market)
    if (known !== undefined) return known
    const leverage = Math.min(this.defaultLeverage, market.brackets[0]?.initialLeverage ?? this.defaultLeverage)
    const holding = new Holding(this, market, leverage)
    this.holdingsByMarket.set(market, holding)
    this.holdings.push(holding)
    // a question can be the first use: what comes of the order must not depend on who asked what
    this.holdings.sort((a, b) => (a.market.instrument.symbol < b.market.instrument.symbol ? -1 : 1))
    return holding
  }

  findOrder(orderId: number): Order | undefined {
    return this.openOrders.get(orderId) ?? this.closedOrders.find(orderId)
  }

  /** By the id that its owner chose, or the one that it got for want of one. */
  findOrderByClientId(clientOrderId: string): Order | undefined {
    const chosen = this.ordersByClientId.get(clientOrderId)
    if (chosen !== undefined || !clientOrderId.startsWith(autoPrefix)) return chosen
    const order = this.findOrder(Number(clientOrderId.slice(autoPrefix.length)))
    return order?.clientOrderId === clientOrderId ? order : undefined
  }

  findHolding(market: Market): Holding | undefined {
    return this.holdingsByMarket.get(market)
  }
}
