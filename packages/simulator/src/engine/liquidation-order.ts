import type { Account } from './account.ts'
import { addIncome } from './add-income.ts'
import type { EngineContext } from './context.ts'
import { emitAccountUpdate } from './emit-account.ts'
import type { Leg } from './leg.ts'
import { computeTotals, computeUnrealized } from './margin.ts'
import { maxMoney, minMoney, multiplyDivide, oneUnit } from './money.ts'
import { openOrder } from './open-order.ts'
import type { Order, OrderDraft } from './order.ts'
import type { OrderView } from './types.ts'

/** An order of the exchange itself that closes a position or a part of it: no fee of its own, never refused. */
export function openForcedOrder(
  context: EngineContext,
  leg: Leg,
  order: { readonly lots: number; readonly priceTicks: number; readonly clientOrderId: string },
  status: OrderView['status'] = 'NEW',
): Order {
  const { account, market } = leg.holding
  const draft: OrderDraft = {
    sign: leg.lots > 0 ? -1 : 1,
    positionSide: leg.positionSide,
    type: 'LIQUIDATION',
    timeInForce: 'IOC',
    stopTicks: 0,
    activationTicks: 0,
    callbackE8: 0,
    workingType: 'CONTRACT_PRICE',
    reduceOnly: false,
    closePosition: false,
    priceProtect: false,
    stpMode: 'EXPIRE_MAKER',
    ...order,
  }
  return openOrder(context, account, market, draft, undefined, status)
}

/** The price at which nothing would be left, on the account's side of the tick; at least one tick. */
export function computeBankruptcyTicks(leg: Leg): number {
  const { account, market, marginType } = leg.holding
  const { instrument } = market
  const behind =
    marginType === 'ISOLATED'
      ? leg.isolatedWallet
      : account.collateral + computeTotals(account).crossUnrealized - computeUnrealized(leg)
  const lots = BigInt(Math.abs(leg.lots))
  const perTick = instrument.unitValue * lots
  const value = leg.lots > 0 ? leg.cost - behind : behind - leg.cost
  if (value <= perTick) return 1
  const ticks = leg.lots > 0 ? (value + perTick - 1n) / perTick : value / perTick
  return Math.min(Number(ticks), instrument.maxPriceTicks)
}

/** The liquidation fee goes to the insurance fund, as far as there is something left to take it from: `purse` at most. */
export function chargeLiquidationFee(context: EngineContext, account: Account, order: Order, purse: bigint): void {
  const { instrument } = order
  const wanted = multiplyDivide(order.quoteValue, instrument.liquidationFeeE8, oneUnit)
  const fee = minMoney(wanted, maxMoney(0n, purse))
  if (fee <= 0n) return
  account.wallet -= fee
  context.insuranceFund += fee
  addIncome(context, account, 'INSURANCE_CLEAR', -fee, instrument)
  emitAccountUpdate(context, account, 'INSURANCE_CLEAR', { balanceChange: -fee })
}
