import { agentSigner, createNonceSource } from '@aster/auth'
import { createSeededRandom, Secret, toDecimal } from '@aster/core'
import { createRestClient, createTimeSync, createUndiciTransport } from '@aster/rest'
import { startSocketExchange, testKeys } from '@aster/simulator/testing'
import { createStreamClient, createWsConnector } from '@aster/ws'
import { describe, expect, it } from 'vitest'

import { openAccount } from '../account/open-account.ts'
import { createTestMarket } from '../testing/test-market.ts'
import { createTrade } from './create-trade.ts'

describe('bracket trades over real sockets', () => {
  it.each([
    { side: 'BUY', hedge: false },
    { side: 'SELL', hedge: true },
  ] as const)(
    '$side, hedge mode $hedge: entry at the best price, one take-profit, then the stop',
    async ({ side, hedge }) => {
      await using world = await startSocketExchange()
      const { exchange, clock } = world
      const accountId = exchange.engine.accountIds()[0] ?? ''
      exchange.engine.setPositionMode(accountId, hedge, clock.now())
      const market = createTestMarket(exchange.engine, 'BTCUSDT', () => clock.now())
      market.moveTo('96000')
      const transport = createUndiciTransport()
      const connector = createWsConnector()
      const base = { transport, clock, baseUrl: world.restUrl }
      const time = createTimeSync(createRestClient(base), { clock })
      await time.sync()
      const signer = agentSigner({
        privateKey: new Secret(testKeys.agent.privateKey),
        user: testKeys.master.address,
        nonces: createNonceSource({ clock, offsetUs: time.offsetUs }),
      })
      const rest = createRestClient({ ...base, signer })
      const streams = createStreamClient({ connector, clock, baseUrl: world.wsUrl })
      const account = await openAccount({
        rest,
        streams,
        connector,
        wsUrl: world.wsUrl,
        clock,
        random: createSeededRandom('e2e'),
        symbols: ['BTCUSDT'],
        clientOrderIdPrefix: 'e2e',
        exchangeNow: time.now,
      })
      try {
        const reached = Promise.withResolvers<void>()
        const halved = Promise.withResolvers<void>()
        const trade = createTrade(account, {
          symbol: 'BTCUSDT',
          side,
          quantity: '0.02',
          entry: { type: 'bbo', fillTimeoutMs: 5_000 },
          takeProfits: [0.2, 5],
          stop: { percent: 0.5 },
          onEvent: (event) => {
            if (event.type === 'order' && event.role === 'entry' && event.order.state === 'open') {
              market.take(side === 'BUY' ? 'SELL' : 'BUY', 10_000)
            }
            if (
              event.type === 'order' &&
              event.role === 'takeProfit' &&
              event.level === 1 &&
              event.order.state === 'open'
            ) {
              reached.resolve()
            }
            if (event.type === 'fill' && event.role === 'takeProfit') halved.resolve()
          },
        })
        await reached.promise
        market.moveBy(side === 'BUY' ? 0.3 : -0.3)
        await halved.promise
        market.moveBy(side === 'BUY' ? -1.5 : 1.5)
        const result = await trade.done
        expect(result).toMatchObject({ state: 'completed', exitReason: 'stop', fillsComplete: true })
        expect(result.unprotectedMs).toBeLessThan(2_000)
        expect(exchange.engine.getOpenOrders(accountId)).toEqual([])
        const wallet = exchange.engine.getBalance(accountId).walletBalance
        expect(toDecimal(wallet).minus(10_000).toFixed(8)).toBe(toDecimal(result.realizedPnl).toFixed(8))
      } finally {
        await account.close()
        await streams.close()
        await connector.close()
        await transport.close()
      }
    },
  )
})
