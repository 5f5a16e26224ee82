import { computeMaxNotional } from './brackets.ts'
import { checkBeforeMargin } from './check-order.ts'
import { type EngineContext, getAccount, getMarket } from './context.ts'
import { computeNotional } from './margin.ts'
import { formatMoney, maxMoney, oneUnit } from './money.ts'
import { readOrder } from './read-order.ts'
import type { OrderRequest, Refusal } from './types.ts'

/** What would become of an order, without placing it. */
export interface OrderQuestions {
  /** The first rule that an order would break now, margin apart; undefined when it would be taken. */
  getOrderRefusal(accountId: string, request: OrderRequest): Refusal | undefined
  /**
   * USDT that the account can still open on a symbol at a leverage: the largest notional of that leverage less position
   * and resting orders of the heavier side. Decimal string, '0' at least.
   */
  getRemainingNotional(accountId: string, symbol: string, leverage: number): string
}

export function createOrderQuestions(context: EngineContext): OrderQuestions {
  return {
    getOrderRefusal(accountId, request) {
      const account = getAccount(context, accountId)
      const read = readOrder(context, account, request)
      return read.ok ? checkBeforeMargin(context, account, read.value.market, read.value.draft) : read
    },
    getRemainingNotional(accountId, symbol, leverage) {
      const market = getMarket(context, symbol)
      const holding = getAccount(context, accountId).findHolding(market)
      const cap = BigInt(computeMaxNotional(market.brackets, leverage)) * oneUnit
      let used = 0n
      for (const leg of holding?.legs ?? []) {
        used = maxMoney(used, computeNotional(leg) + maxMoney(leg.restingBuyValue, leg.restingSellValue))
      }
      return formatMoney(maxMoney(0n, cap - used))
    },
  }
}
