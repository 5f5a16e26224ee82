import { findStops } from '../core/find-stops.ts'
import type { WatchedAccount } from '../core/render-watch.ts'
import type { CliContext } from './command.ts'
import { createIncomeReader } from './create-income-reader.ts'
import type { Link } from './open-link.ts'

/** What a look brings; its age and its troubles are for who looks. */
export type Look = Omit<WatchedAccount, 'events' | 'ageMs' | 'staleAfterMs' | 'trouble'>

type OpenOrders = Awaited<ReturnType<Link['rest']['trading']['getOpenOrders']>>

/** Orders of symbols without a position and without known orders are found this late at most. */
const wholeEveryMs = 5_000
const incomeEveryMs = 60_000

/**
 * Looks at an account by asking. Weight: positions 5 each time, and 1 for each symbol with a position or an order; balances
 * 5 and all open orders 40 every five seconds at most; the day's income 30 a minute. With --symbol 1 a symbol, never 40.
 */
export function createLook({ values, signal, clock }: CliContext, link: Link): () => Promise<Look> {
  const { rest } = link
  const wanted = values.symbol
  const isWanted = (symbol: string): boolean => wanted.length === 0 || wanted.includes(symbol)
  const readIncome = createIncomeReader(link, signal)
  let wholeMs = Number.NEGATIVE_INFINITY
  let incomeMs = Number.NEGATIVE_INFINITY
  let balances: Look['balances'] = []
  let day: Look['day']
  let busy: readonly string[] = wanted

  const readBalances = async (): Promise<Look['balances']> =>
    (await rest.account.getBalance({}, { signal }))
      .filter(({ balance }) => Number(balance) !== 0)
      .map(({ asset, balance, availableBalance }) => ({ asset, balance, available: availableBalance }))

  const readOrders = async (symbols: readonly string[], isWhole: boolean): Promise<OpenOrders> => {
    if (isWhole && wanted.length === 0) return rest.trading.getOpenOrders({}, { signal })
    const orders = await Promise.all(symbols.map((symbol) => rest.trading.getOpenOrders({ symbol }, { signal })))
    return orders.flat()
  }

  return async () => {
    const nowMs = clock.monotonicMs()
    const isWhole = nowMs - wholeMs >= wholeEveryMs
    if (isWhole) balances = await readBalances()
    const risks = await rest.position.getPositionRisk({}, { signal })
    const held = risks.filter(({ symbol, positionAmt }) => isWanted(symbol) && Number(positionAmt) !== 0)
    // a position that has just been opened is asked for its stop in the same look
    const asked = [...new Set([...busy, ...held.map(({ symbol }) => symbol)])]
    const orders = (await readOrders(asked, isWhole)).toSorted((a, b) => a.symbol.localeCompare(b.symbol))
    busy = [...new Set([...wanted, ...orders.map(({ symbol }) => symbol)])]
    if (isWhole) wholeMs = nowMs
    if (nowMs - incomeMs >= incomeEveryMs) {
      day = await readIncome()
      incomeMs = nowMs
    }
    const marks = new Map(risks.map(({ symbol, markPrice }) => [symbol, markPrice]))
    for (const { symbol } of orders) {
      if (!(Number(marks.get(symbol) ?? 0) > 0)) {
        marks.set(symbol, (await rest.market.getPremiumIndex({ symbol }, { signal })).markPrice)
      }
    }
    return {
      account: link.account,
      place: link.restUrl,
      balances,
      day,
      positions: held.map((risk) => ({
        symbol: risk.symbol,
        positionSide: risk.positionSide,
        quantity: risk.positionAmt,
        entryPrice: risk.entryPrice,
        markPrice: risk.markPrice,
        unrealizedPnl: risk.unRealizedProfit,
        liquidationPrice: risk.liquidationPrice,
        isProtected: findStops(risk, orders).isProtected,
      })),
      orders: orders.map((order) => ({
        symbol: order.symbol,
        side: order.side,
        type: order.type,
        quantity: order.origQty,
        price: Number(order.stopPrice) > 0 ? order.stopPrice : order.price,
        markPrice: marks.get(order.symbol),
        clientOrderId: order.clientOrderId,
      })),
      budgets: Object.values(rest.budgets().weight).flatMap(({ windows }) =>
        windows
          .filter(({ intervalMs }) => intervalMs === 60_000)
          .map(({ used, limit }) => ({ name: 'weight', used, limit })),
      ),
    }
  }
}
