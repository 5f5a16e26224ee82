import { type Clock, createScaledClock, createSeededRandom, createSystemClock, sleep } from '@aster/core'
import { describe, expect, it } from 'vitest'

import {
  createStreamClient,
  createUserStream,
  createWsConnector,
  type StreamGap,
  type UserStreamGap,
  type UserStreamTiming,
} from './index.ts'
import { type ScriptedExchange, startScriptedExchange } from './testing/start-scripted-exchange.ts'
import { startTcpProxy, type TcpProxy } from './testing/start-tcp-proxy.ts'

/** Twenty seconds of the exchange's time pass in one. */
const factor = 20

interface World {
  readonly clock: Clock
  readonly exchange: ScriptedExchange
  readonly cable: TcpProxy
}

interface Outcome {
  readonly gaps: readonly StreamGap[]
  readonly userGaps: readonly UserStreamGap[]
  /** From the fault until trades, or user events, came again; 0 when they never stopped. */
  readonly marketMs: number
  readonly userMs: number
  readonly opened: number
}

/** Both streams over real sockets and a cable: sound, then `harm`, until both are sound again. */
async function live(
  harm: (world: World) => void | Promise<void>,
  options: {
    readonly timing?: Partial<UserStreamTiming>
    readonly isLost: 'both' | 'user' | 'none'
    readonly forMs?: number
  },
): Promise<Outcome> {
  const clock = createScaledClock(factor, createSystemClock())
  const connector = createWsConnector()
  await using exchange = await startScriptedExchange({ clock, onAcknowledged: (id) => user.expectEvent(id) })
  await using cable = await startTcpProxy(exchange.port)
  const common = { connector, clock, random: createSeededRandom(1), baseUrl: `ws://127.0.0.1:${cable.port}` }
  const gaps: StreamGap[] = []
  const userGaps: UserStreamGap[] = []
  const received: string[] = []
  const heard: string[] = []
  const streams = createStreamClient({ ...common, timing: options.timing ?? {} })
  const trades = streams.watchAggTrades({ symbol: 'BTCUSDT' }, (event) => received.push(event.aggregateTradeId), {
    onGap: (gap) => gaps.push(gap),
  })
  const user = createUserStream({
    ...common,
    listenKey: exchange.listenKey,
    timing: options.timing ?? {},
    onEvent: (event) => {
      if (event.type === 'orderTradeUpdate') heard.push(event.order.clientOrderId)
    },
    async onGap(gap) {
      userGaps.push(gap)
      await sleep(clock, 30)
      return exchange.getEvents(gap.startMs)
    },
  })
  const until = async (isTrue: () => boolean) => {
    const startMs = clock.monotonicMs()
    while (!isTrue()) {
      if (clock.monotonicMs() - startMs > 200_000) throw new Error('It did not come true within 200 s')
      await sleep(clock, 20)
    }
    return clock.monotonicMs() - startMs
  }
  await Promise.all([trades.ready, user.start()])
  await until(() => received.length > 10 && heard.length > 10)
  const first = Number(received[0])

  await harm({ clock, exchange, cable })
  const [marketMs, userMs] = await Promise.all([
    options.isLost === 'both' ? until(() => gaps.length > 0 && trades.state === 'live') : 0,
    options.isLost === 'none' ? 0 : until(() => userGaps.length > 0 && user.state === 'live'),
  ])
  await sleep(clock, options.forMs ?? 3_000)
  exchange.rest()
  // Orders from before the stream was there are none of its business.
  const expectedOrders = () => exchange.orders.slice(Math.min(...heard.map((id) => exchange.orders.indexOf(id))))
  await until(() => heard.length >= expectedOrders().length && received.at(-1) === exchange.trades.at(-1)?.id)

  // Every trade since the first one came once, or lies in a gap that was told.
  expect(new Set(received).size).toBe(received.length)
  const silent = exchange.trades.filter(
    ({ id, atMs }) =>
      Number(id) >= first &&
      !received.includes(id) &&
      !gaps.some((gap) => gap.startMs - 1_000 <= atMs && atMs <= gap.endMs + 1_000),
  )
  expect(silent).toEqual([])
  // Every user event came once, by the stream or recovered.
  expect(heard.toSorted()).toEqual(expectedOrders().toSorted())
  const opened = streams.connections.reduce((sum, connection) => sum + connection.opened, 0)
  await Promise.all([streams.close(), user.stop()])
  await connector.close()
  return { gaps, userGaps, marketMs, userMs, opened }
}

describe('over real sockets, no event is lost unsaid and none comes twice', () => {
  it('when connections are handed over before the exchange cuts them: without any gap', async () => {
    const timing = { replaceAfterMs: 20_000 }
    const { gaps, userGaps, opened } = await live(() => {}, { timing, isLost: 'none', forMs: 50_000 })
    expect(gaps).toEqual([])
    expect(userGaps).toEqual([])
    expect(opened).toBeGreaterThanOrEqual(2)
  })

  it('when the cable is cut', async () => {
    const { gaps, userGaps, marketMs, userMs } = await live(({ cable }) => cable.cut(), { isLost: 'both' })
    expect(gaps.map(({ reason }) => reason)).toEqual(['disconnected'])
    expect(userGaps.map(({ reason }) => reason)).toEqual(['disconnected'])
    expect(marketMs).toBeLessThan(5_000)
    expect(userMs).toBeLessThan(5_000)
  })

  it('when the cable goes dead and nobody answers pings', async () => {
    const { gaps, marketMs, userMs } = await live(({ cable }) => cable.freeze(), { isLost: 'both' })
    expect(gaps.map(({ reason }) => reason)).toEqual(['disconnected'])
    expect(marketMs).toBeLessThan(40_000)
    // An acknowledged order without its event is evidence long before the ping is.
    expect(userMs).toBeLessThan(8_000)
  })

  it('when the connection answers pings and says nothing: the user stream by an acknowledged order', async () => {
    const { userGaps, userMs } = await live(({ exchange }) => exchange.mute(), {
      isLost: 'user',
      timing: { replaceAfterMs: 30_000 },
      forMs: 60_000,
    })
    expect(userGaps[0]?.reason).toBe('silent')
    expect(userMs).toBeLessThan(8_000)
  })

  it.each<[string, UserStreamGap['reason'], Partial<UserStreamTiming>, (exchange: ScriptedExchange) => void, number]>([
    ['the key expires', 'keyExpired', {}, (exchange) => exchange.expireKey(), 5_000],
    [
      'the keep-alive is answered -1125',
      'keyGone',
      { keepAliveEveryMs: 1_000 },
      (exchange) => exchange.deleteKey(),
      5_000,
    ],
    [
      'another program replaces the key',
      'keyReplaced',
      { keepAliveEveryMs: 1_000 },
      (exchange) => exchange.replaceKey(),
      5_000,
    ],
    ['the key dies silently', 'silent', {}, (exchange) => exchange.deleteKey(), 8_000],
  ])('when %s', async (_, reason, timing, harm, withinMs) => {
    const { gaps, userGaps, userMs } = await live(({ exchange }) => harm(exchange), { timing, isLost: 'user' })
    expect(gaps).toEqual([])
    expect(userGaps.map((gap) => gap.reason)).toEqual([reason])
    expect(userMs).toBeLessThan(withinMs)
  })
})
