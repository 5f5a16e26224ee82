import { formatAveragePrice, formatE8 } from './format.ts'
import type { Instrument } from './instrument.ts'
import { formatMoney } from './money.ts'
import type { Order, OrderDraft, OrderKind } from './order.ts'
import { sideOf } from './side-sign.ts'
import type { OrderView } from './types.ts'

/** An order at one moment: keeps the few numbers that can change and writes the text only when it is read. */
export class OrderSnapshot implements OrderView {
  readonly #order: Order
  readonly #instrument: Instrument
  readonly #draft: OrderDraft
  readonly #lots: number
  readonly #priceTicks: number
  readonly #filledLots: number
  readonly #quoteValue: bigint
  readonly #type: OrderKind
  readonly status: OrderView['status']
  readonly updateMs: number

  constructor(order: Order) {
    this.#order = order
    this.#instrument = order.instrument
    this.#draft = order.draft
    this.#lots = order.lots
    this.#priceTicks = order.priceTicks
    this.#filledLots = order.filledLots
    this.#quoteValue = order.quoteValue
    this.#type = order.type
    this.status = order.status
    this.updateMs = order.updateMs
  }

  get symbol(): string {
    return this.#instrument.symbol
  }
  get orderId(): string {
    return String(this.#order.id)
  }
  get clientOrderId(): string {
    return this.#order.clientOrderId
  }
  get side(): OrderView['side'] {
    return sideOf(this.#order.sign)
  }
  get positionSide(): OrderView['positionSide'] {
    return this.#draft.positionSide
  }
  get type(): string {
    return this.#type
  }
  get origType(): string {
    return this.#draft.type
  }
  get timeInForce(): string {
    return this.#draft.timeInForce
  }
  get price(): string {
    return this.#formatTicks(this.#priceTicks)
  }
  get avgPrice(): string {
    return formatAveragePrice(this.#instrument, this.#quoteValue, this.#filledLots)
  }
  get origQty(): string {
    return this.#formatLots(this.#lots)
  }
  get executedQty(): string {
    return this.#formatLots(this.#filledLots)
  }
  get cumQuote(): string {
    return formatMoney(this.#quoteValue)
  }
  get stopPrice(): string {
    return this.#formatTicks(this.#draft.stopTicks)
  }
  get workingType(): string {
    return this.#draft.workingType
  }
  get reduceOnly(): boolean {
    return this.#draft.reduceOnly
  }
  get closePosition(): boolean {
    return this.#draft.closePosition
  }
  get priceProtect(): boolean {
    return this.#draft.priceProtect
  }
  get activatePrice(): string | undefined {
    if (this.#draft.type !== 'TRAILING_STOP_MARKET') return undefined
    return this.#formatTicks(this.#draft.activationTicks)
  }
  get priceRate(): string | undefined {
    return this.#draft.type === 'TRAILING_STOP_MARKET' ? formatE8(this.#draft.callbackE8) : undefined
  }
  get stpMode(): OrderView['stpMode'] {
    return this.#draft.stpMode
  }
  get hasOwnStpMode(): boolean {
    return this.#draft.hasOwnStpMode ?? false
  }
  get pegPriceType(): string | undefined {
    return this.#draft.peg?.type
  }
  get timeMs(): number {
    return this.#order.timeMs
  }

  #formatTicks(ticks: number): string {
    return this.#instrument.rules.priceGrid.format(ticks)
  }
  #formatLots(lots: number): string {
    return this.#instrument.rules.quantityGrid.format(lots)
  }

  /** All fields, for logs. */
  toJSON(): OrderView {
    const { symbol, orderId, clientOrderId, side, positionSide, type, origType, status, timeInForce, price } = this
    const { avgPrice, origQty, executedQty, cumQuote, stopPrice, workingType, reduceOnly, closePosition } = this
    const { priceProtect, activatePrice, priceRate, stpMode, hasOwnStpMode, pegPriceType } = this
    const { timeMs, updateMs } = this
    return {
      symbol,
      orderId,
      clientOrderId,
      side,
      positionSide,
      type,
      origType,
      status,
      timeInForce,
      price,
      avgPrice,
      origQty,
      executedQty,
      cumQuote,
      stopPrice,
      workingType,
      reduceOnly,
      closePosition,
      priceProtect,
      activatePrice,
      priceRate,
      stpMode,
      hasOwnStpMode,
      pegPriceType,
      timeMs,
      updateMs,
    }
  }
}
