import { testKeys } from '@aster/simulator/testing'

import { type CcxtExchange, openCcxt, toCcxtOrder } from '../traders/ccxt.ts'
import type { ScriptOrder } from './draw-script.ts'
import type { EndOrder, EndState, ScriptClient } from './script-client.ts'

const symbol = 'BTC/USDT:USDT'

interface UnifiedOrder {
  readonly id: string
  readonly clientOrderId: string
  readonly side: string
  readonly status?: string
  readonly amount: number
  readonly filled: number
  readonly price?: number
  readonly average?: number
}

interface UnifiedTrade {
  readonly order: string
  readonly price: number
  readonly amount: number
  readonly fee?: { readonly cost?: number }
  readonly takerOrMaker?: string
}

interface UnifiedPosition {
  readonly contracts?: number
  readonly side?: string
  readonly entryPrice?: number
}

type Reading = Omit<CcxtExchange, 'fetchMyTrades' | 'fetchPositions'> & {
  fetchOrders(symbol: string): Promise<readonly UnifiedOrder[]>
  fetchMyTrades(symbol: string): Promise<readonly UnifiedTrade[]>
  fetchPositions(symbols: readonly string[]): Promise<readonly UnifiedPosition[]>
}

/** ccxt, read in its unified words. */
export async function openCcxtClient(restUrl: string, wsUrl: string): Promise<ScriptClient> {
  const ccxt = (await openCcxt({ restUrl, wsUrl, privateKey: testKeys.master.privateKey })) as CcxtExchange &
    Reading as Reading
  await ccxt.loadMarkets()
  const ids = new Map<string, string>()
  const place = async (order: ScriptOrder) => {
    const { type, side, amount, price, params } = toCcxtOrder(order)
    const { id } = await ccxt.createOrder(symbol, type, side, amount, price, params)
    ids.set(order.newClientOrderId, id)
  }
  return {
    place,
    async placeBatch(orders) {
      await ccxt.createOrders(orders.map((order) => ({ symbol, ...toCcxtOrder(order) })))
    },
    async cancel(clientOrderId) {
      const id = ids.get(clientOrderId) ?? (await findId(ccxt, clientOrderId))
      await ccxt.cancelOrder(id, symbol)
    },
    cancelAll: async () => void (await ccxt.cancelAllOrders(symbol)),
    setLeverage: async (leverage) => void (await ccxt.setLeverage(leverage, symbol)),
    async readEnd(): Promise<EndState> {
      const orders = await ccxt.fetchOrders(symbol)
      const names = new Map(orders.map(({ id, clientOrderId }) => [id, clientOrderId]))
      const trades = await ccxt.fetchMyTrades(symbol)
      const [held] = await ccxt.fetchPositions([symbol])
      const { contracts = 0, side, entryPrice = 0 } = held ?? {}
      return {
        orders: orders.map((order) => ({
          clientOrderId: order.clientOrderId,
          side: order.side === 'buy' ? 'BUY' : 'SELL',
          status: readStatus(order.status),
          quantity: order.amount,
          filled: order.filled,
          price: order.price ?? 0,
          averagePrice: order.average ?? 0,
        })),
        fills: trades.map((trade) => ({
          clientOrderId: names.get(trade.order) ?? '',
          price: trade.price,
          quantity: trade.amount,
          fee: Math.abs(trade.fee?.cost ?? Number.NaN),
          isMaker: trade.takerOrMaker === 'maker',
        })),
        position: { quantity: side === 'short' ? -contracts : contracts, entryPrice },
        walletBalance: (await ccxt.fetchBalance({ type: 'swap' }))['USDT']?.total ?? Number.NaN,
      }
    },
    close: () => ccxt.close(),
  }
}

/** ccxt cancels by the exchange's id; an order that was never taken has none. */
async function findId(ccxt: Reading, clientOrderId: string): Promise<string> {
  const found = (await ccxt.fetchOrders(symbol)).find((order) => order.clientOrderId === clientOrderId)
  if (found === undefined) throw new Error('-2011 no such order')
  return found.id
}

const readStatus = (status: string | undefined): EndOrder['status'] =>
  status === 'closed' ? 'filled' : status === 'open' ? 'open' : 'ended'
