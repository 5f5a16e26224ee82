import { agentSigner, createNonceSource } from '@aster/auth'
import { type Clock, Secret } from '@aster/core'
import { createRestClient, createUndiciTransport, type RestClient } from '@aster/rest'
import { testKeys } from '@aster/simulator/testing'

import type { ScriptOrder } from './draw-script.ts'
import type { EndOrder, EndState, ScriptClient } from './script-client.ts'

const symbol = 'BTCUSDT'
type BatchOrder = Parameters<RestClient['trading']['placeBatchOrders']>[0]['batchOrders'][number]

/** Our own client, as programs use it. */
export function openOurClient(restUrl: string, clock: Clock): ScriptClient {
  const transport = createUndiciTransport({ clock })
  const { address: user, privateKey } = testKeys.master
  const signer = agentSigner({
    privateKey: new Secret(privateKey),
    user,
    network: 'mainnet',
    nonces: createNonceSource({ clock }),
    allowSignerAsUser: true,
  })
  const { trading, account, position } = createRestClient({ transport, clock, baseUrl: restUrl, signer })
  return {
    place: async (order) => void (await trading.placeOrder(toOurOrder(order))),
    async placeBatch(orders) {
      await trading.placeBatchOrders({ batchOrders: orders.map(toOurOrder) })
    },
    cancel: async (origClientOrderId) => void (await trading.cancelOrder({ symbol, origClientOrderId })),
    cancelAll: async () => void (await trading.cancelAllOpenOrders({ symbol })),
    setLeverage: async (leverage) => void (await position.setLeverage({ symbol, leverage })),
    async readEnd(): Promise<EndState> {
      const orders = await trading.getAllOrders({ symbol })
      const names = new Map(orders.map(({ orderId, clientOrderId }) => [orderId, clientOrderId]))
      const trades = await account.getUserTrades({ symbol })
      const held = await position.getPositionRisk({ symbol })
      const balance = (await account.getBalance()).find(({ asset }) => asset === 'USDT')
      return {
        orders: orders.map((order) => ({
          clientOrderId: order.clientOrderId,
          side: order.side === 'BUY' ? 'BUY' : 'SELL',
          status: readStatus(order.status),
          quantity: Number(order.origQty),
          filled: Number(order.executedQty),
          // as ccxt has it: a market order's price is what it got
          price: Number(order.price) || Number(order.avgPrice),
          averagePrice: Number(order.avgPrice),
        })),
        fills: trades.map((trade) => ({
          clientOrderId: names.get(trade.orderId) ?? '',
          price: Number(trade.price),
          quantity: Number(trade.qty),
          fee: Math.abs(Number(trade.commission)),
          isMaker: trade.maker,
        })),
        position: { quantity: Number(held[0]?.positionAmt), entryPrice: Number(held[0]?.entryPrice) },
        walletBalance: Number(balance?.balance),
      }
    },
    close: () => transport.close(),
  }
}

/** Scripts hold the exchange's own words; only the type of each order is not known beforehand. */
const toOurOrder = (order: ScriptOrder) => ({ symbol, ...order }) as BatchOrder

const readStatus = (status: string): EndOrder['status'] =>
  status === 'FILLED' ? 'filled' : status === 'NEW' || status === 'PARTIALLY_FILLED' ? 'open' : 'ended'
