import { describe, expect, it } from 'vitest'

import { createShiftedClock } from './testing/create-shifted-clock.ts'
import { secret, startServer } from './testing/start-server.ts'

type Server = Awaited<ReturnType<typeof startServer>>

const strategyRoute = '/webhook/tradingview-strategy'

async function send(server: Server, body: Record<string, unknown>, path?: string): Promise<string> {
  const { status, json } = await server.alert(body, path)
  return `${status} ${String(json['code'] ?? json['message'])}`
}

describe('payloads that come in some order, in time or not', () => {
  it('(c) the position of a strategy goes long, short and flat; what it says of before has no weight', async () => {
    await using server = await startServer()
    const goTo = (word: string, previous: string, size: string) => {
      const contracts = '0.01'
      const alert = { market_position: word, prev_market_position: previous, position_size: size, contracts }
      return send(server, { ...alert, order_action: 'buy' }, strategyRoute)
    }
    expect(await goTo('long', 'flat', '0.01')).toBe('200 BTCUSDT is open and protected')
    expect(await server.positions()).toEqual(['BTCUSDT 0.01'])
    expect(await goTo('short', 'long', '-0.02')).toBe('200 BTCUSDT is open and protected')
    expect(await server.positions()).toEqual(['BTCUSDT -0.02'])
    expect(await server.openOrders()).toEqual(['BUY STOP_MARKET'])
    expect(await goTo('flat', 'short', '0')).toBe('200 BTCUSDT is closed')
    expect(await server.positions()).toEqual([])
    // an alert was lost: the strategy has been long before
    const told = await goTo('short', 'long', '-0.01')
    expect(told).toBe('200 BTCUSDT is open and protected; the account was flat, prev_market_position says long')
    expect(await server.positions()).toEqual(['BTCUSDT -0.01'])
    const [stored] = server.store.list({ limit: 1 })
    expect(stored?.outcome?.message).toContain('prev_market_position says long')
  })

  it('(e) the same alert at once, 900 ms and 61 s later: one position, and a new bar may say the same', async () => {
    const clock = createShiftedClock()
    await using server = await startServer({ clock })
    const plain = { action: 'buy', quantity: '0.01' }
    const both = await Promise.all([send(server, plain), send(server, plain)])
    expect(both.toSorted()).toEqual(['200 BTCUSDT is open and protected', '409 DUPLICATE_SIGNAL'])
    clock.shift(900)
    expect(await send(server, plain)).toBe('409 DUPLICATE_SIGNAL')
    expect(await server.marketOrders()).toBe(1)
    clock.shift(60_100)
    // another bar: taken in again, and refused for the position that is there
    expect(await send(server, plain)).toBe('409 POSITION_EXISTS')
    const named = { action: 'increase', quantity: '0.01', id: 'bar-7' }
    expect(await send(server, named)).toBe('200 BTCUSDT is open and protected')
    clock.shift(61_000)
    expect(await send(server, named)).toBe('409 DUPLICATE_SIGNAL')
    const dated = { action: 'increase', quantity: '0.02', time: clock.now() - 100 }
    expect(await send(server, dated)).toBe('200 BTCUSDT is open and protected')
    clock.shift(30_000)
    expect(await send(server, dated)).toBe('409 DUPLICATE_SIGNAL')
    expect(await server.marketOrders()).toBe(3)
    expect(await server.positions()).toEqual(['BTCUSDT 0.04'])
  })

  it('(f) a close and an open 350 ms apart that overtake each other end as they were made', async () => {
    const clock = createShiftedClock()
    await using server = await startServer({ clock })
    const atMs = clock.now()
    const open = { action: 'open', side: 'BUY', quantity: '0.01', time: new Date(atMs - 900).toISOString() }
    // the strategy is flat again before we hear that it was long
    expect(await send(server, { action: 'close', time: atMs - 550 })).toBe('404 NO_POSITION')
    expect(await send(server, open)).toBe('409 OVERTAKEN')
    expect(await server.positions()).toEqual([])
    // the strategy has turned before we hear that it left its long
    expect(await send(server, { action: 'buy', quantity: '0.01', time: atMs - 500 })).toContain('open and protected')
    expect(await send(server, { action: 'sell', quantity: '0.02', time: atMs - 100 })).toContain('open and protected')
    expect(await send(server, { action: 'close', time: atMs - 450 })).toBe('409 OVERTAKEN')
    expect(await server.positions()).toEqual(['BTCUSDT -0.02'])
    // another strategy on the same symbol has a time of its own
    const other = { action: 'close', strategy: 'other', time: atMs - 800 }
    expect(await send(server, other)).toBe('200 BTCUSDT is closed')
    const reasons = server.store.list({ limit: 9 }).map(({ problem }) => problem?.code)
    expect(reasons.filter((code) => code === 'OVERTAKEN')).toHaveLength(2)
  })

  it('(f) a target that was overtaken does not take the account back', async () => {
    await using server = await startServer({ clock: createShiftedClock() })
    const atMs = createShiftedClock().now()
    const goTo = (size: string, time: number) => send(server, { position_size: size, time }, strategyRoute)
    expect(await goTo('-0.02', atMs - 200)).toBe('200 BTCUSDT is open and protected')
    expect(await goTo('0.01', atMs - 550)).toBe('409 OVERTAKEN')
    expect(await server.positions()).toEqual(['BTCUSDT -0.02'])
  })

  it('(g) an alert that is older than the limit opens nothing, whether it aged on the way or in the queue', async () => {
    const clock = createShiftedClock()
    await using server = await startServer({ clock })
    const old = { action: 'buy', quantity: '0.01', timenow: new Date(clock.now() - 60_500).toISOString() }
    expect(await send(server, old)).toBe('422 STALE_SIGNAL')
    // the time of its bar is older than the alert itself
    const fresh = { ...old, timenow: new Date(clock.now() - 1_000).toISOString(), time: clock.now() - 3_600_000 }
    expect(await send(server, fresh)).toBe('200 BTCUSDT is open and protected')
    const slow = server.desk.account.readPosition.bind(server.desk.account)
    let isHeld = true
    const released = Promise.withResolvers<void>()
    server.desk.account.readPosition = async (...parameters) => {
      if (isHeld) await released.promise
      return slow(...parameters)
    }
    const ids: string[] = []
    for (const alert of [
      { action: 'increase', quantity: '0.01' },
      { action: 'increase', quantity: '0.02' },
      { action: 'close' },
    ]) {
      const body = { symbol: 'BTCUSDT', webhook_secret: secret, ...alert }
      ids.push(String((await server.call('POST', '/webhook/tradingview', body)).json['signal_id']))
    }
    clock.shift(61_000)
    isHeld = false
    released.resolve()
    const ended = await Promise.all(ids.map((id) => server.runner.wait(id, 20_000)))
    // the first had begun, and an exit is never too old
    expect(ended.map((signal) => signal?.problem?.code ?? signal?.status)).toEqual(['done', 'STALE_SIGNAL', 'done'])
    expect(await server.positions()).toEqual([])
    expect(await server.marketOrders()).toBe(2)
  })

  it('(j) 200 alerts in one second are all taken in within three, and each is carried out once', async () => {
    const clock = createShiftedClock()
    await using server = await startServer({ parts: { maxAgeMs: 15_000 } })
    const alerts = Array.from({ length: 200 }, (_, index) => ({
      action: index === 0 ? 'buy' : 'increase',
      symbol: 'BTCUSDT',
      quantity: '0.001',
      webhook_secret: secret,
      id: `bar-${index}`,
    }))
    const startedMs = clock.monotonicMs()
    const answers = await Promise.all(
      alerts.map(async (alert) => {
        const { status, json } = await server.call('POST', '/webhook/tradingview', alert)
        return { status, id: String(json['signal_id']), tookMs: clock.monotonicMs() - startedMs }
      }),
    )
    expect(answers.every(({ status }) => status === 202)).toBe(true)
    expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(3_000)
    const ended = await Promise.all(answers.map(({ id }) => server.runner.wait(id, 60_000)))
    const done = ended.filter((signal) => signal?.status === 'done')
    // the exchange's limits are on: what they had no room for waits until it is too old, and nothing of it was sent
    const others = ended.filter((signal) => signal?.status !== 'done').map((signal) => signal?.problem?.code)
    expect(others.filter((code) => code !== 'STALE_SIGNAL')).toEqual([])
    expect(done.length).toBeGreaterThan(90)
    expect(await server.positions()).toEqual([`BTCUSDT ${(done.length / 1_000).toString()}`])
    expect(await server.marketOrders()).toBe(done.length)
    expect(await server.openOrders()).toEqual(['SELL STOP_MARKET'])
    // the way out is not shut by what was spent
    expect(await send(server, { action: 'close' })).toBe('200 BTCUSDT is closed')
    expect(await server.positions()).toEqual([])
    // in the order in which they came
    const byStart = ended
      .toSorted((a, b) => (a?.sequence ?? 0) - (b?.sequence ?? 0))
      .map((signal) => signal?.endedMs ?? 0)
    expect(byStart).toEqual(byStart.toSorted((a, b) => a - b))
  }, 120_000)
})
