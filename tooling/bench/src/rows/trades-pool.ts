import { agentSigner, createNonceSource, generateAgentKey, warmUpEngine } from '@aster/auth'
import { createSystemRandom, sleep } from '@aster/core'
import { createRestClient, createUndiciTransport } from '@aster/rest'
import { openAccount, openAccountPool, resultsOf } from '@aster/trades'
import { createStreamClient, createWsConnector } from '@aster/ws'

import type { Benchmark } from '../benchmark.ts'
import { roundFigure } from '../measure/create-duration-row.ts'
import { pickPercentile } from '../measure/pick-percentile.ts'
import { startPoolExchange } from '../servers/start-pool-exchange.ts'

/** Milliseconds from a fill to its resting stop, for 99 of 100. */
const target = 1_000
const accounts = 50
const rounds = 4
const settleMs = 300

/** A bracket trade on 50 accounts at the same time, over real sockets, limits off: from each fill to its stop. */
export const protectManyAccounts: Benchmark = async (name, { clock, signal, engine, note }) => {
  await warmUpEngine(engine)
  let engineName: string = engine
  const exchange = await startPoolExchange()
  const transport = createUndiciTransport({ clock, connections: accounts })
  const connector = createWsConnector()
  const streams = createStreamClient({ connector, clock, baseUrl: exchange.wsUrl })
  const random = createSystemRandom()
  try {
    const startMs = clock.monotonicMs()
    const { pool } = await openAccountPool(
      Array.from({ length: accounts }, (_, index) => ({
        id: String(index + 1),
        open: () => {
          const signer = agentSigner({ privateKey: generateAgentKey(), nonces: createNonceSource({ clock }), engine })
          engineName = signer.engine
          const rest = createRestClient({ transport, clock, baseUrl: exchange.restUrl, signer })
          const { wsUrl } = exchange
          const symbols = ['BTCUSDT']
          return openAccount({ rest, streams, connector, wsUrl, clock, random, symbols, clientOrderIdPrefix: 'bench' })
        },
      })),
      { clock },
    )
    const openMs = Math.round(clock.monotonicMs() - startMs)
    const delaysMs: number[] = []
    let missing = 0
    for (let round = 0; round < rounds; round++) {
      const trades = await pool.createTrades({
        symbol: 'BTCUSDT',
        side: round % 2 === 0 ? 'BUY' : 'SELL',
        quantity: '0.002',
        entry: 'market',
        takeProfits: [1, 2],
        stop: { percent: 2 },
      })
      const begun = resultsOf(trades)
      while (begun.some(({ state }) => state !== 'protected')) await sleep(clock, 20, signal)
      await sleep(clock, settleMs, signal)
      const delays = await exchange.takeProtectionMs()
      missing += accounts - delays.filter((delay) => delay !== undefined).length
      delaysMs.push(...delays.filter((delay) => delay !== undefined))
      await Promise.all(begun.map((trade) => trade.close()))
    }
    await pool.close({ policy: 'leaveProtected', timeoutMs: 10_000 })
    const [p50, p99] = [pickPercentile(delaysMs, 0.5), pickPercentile(delaysMs, 0.99)]
    note(
      `${name}: ${accounts} accounts opened in ${openMs} ms; fill to stop p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${Math.max(...delaysMs).toFixed(1)} ms; ${missing} without a stop`,
    )
    const facts = {
      name,
      peer: null,
      peerName: null,
      ratio: null,
      unit: 'ms',
      better: 'lower',
      engine: engineName,
    } as const
    return { ...facts, ours: roundFigure(p99), target, ok: p99 <= target && missing === 0 }
  } finally {
    await streams.close()
    await connector.close()
    await transport.close()
    await exchange.close()
  }
}
