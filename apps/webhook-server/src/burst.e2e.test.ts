import { defaultExchangeInfo } from '@aster/simulator'
import { startSocketExchange } from '@aster/simulator/testing'
import { describe, expect, it } from 'vitest'

import { secret, startServer } from './testing/start-server.ts'

const symbols = ['BTCUSDT', 'ETHUSDT', 'ASTERUSDT']
const steps = { BTCUSDT: 0.001, ETHUSDT: 0.01, ASTERUSDT: 20 } as Readonly<Record<string, number>>
const alerts = 200
const ordersPer10Seconds = 30
const maxAgeMs = 11_000
/** What a fill without a stop may last, by the rule of the house. */
const protectedWithinMs = 2_000

interface Line {
  readonly kind: string
  readonly timeMs: number
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly params?: Readonly<Record<string, string>>
}

/** An exchange whose limit of orders is far too low for what comes, and everything that it was asked. */
async function startNarrowExchange() {
  const rateLimits = defaultExchangeInfo.rateLimits.map((row) =>
    row.rateLimitType === 'ORDERS' && row.interval === 'SECOND' ? { ...row, limit: ordersPer10Seconds } : row,
  )
  const exchange = await startSocketExchange({ symbols, exchangeInfo: { ...defaultExchangeInfo, rateLimits } })
  const lines: Line[] = []
  exchange.exchange.onEvent((line) => void lines.push(JSON.parse(line) as Line))
  const requests = () => lines.filter(({ kind }) => kind === 'request')
  const placements = (symbol: string) =>
    requests().filter(
      ({ method, path, params }) => method === 'POST' && path === '/fapi/v3/order' && params?.['symbol'] === symbol,
    )
  return { exchange, requests, placements }
}

describe('200 alerts within a second, with room for a few orders', () => {
  it('sends each stop before the next entry, keeps the order of each symbol, carries out nothing twice and refuses what got too old', async () => {
    const { exchange, requests, placements } = await startNarrowExchange()
    await using server = await startServer({ exchange, symbols, parts: { maxAgeMs } })
    const answers = await Promise.all(
      Array.from({ length: alerts }, (_, index) => {
        const symbol = symbols[index % symbols.length] ?? ''
        const size = ((steps[symbol] ?? 0) * (1 + Math.floor(index / symbols.length))).toFixed(3)
        // another distance each time: each wants a stop of its own
        const stop = { percent: 1 + (index % 17) / 10 }
        const position = { symbol, position_size: size, market_position: 'long', stop_loss: stop }
        const body = { ...position, id: index, webhook_secret: secret }
        return server.call('POST', '/webhook/tradingview-strategy', body)
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: alerts }, () => 202))
    const ids = answers.map(({ json }) => String(json['signal_id']))
    const exit = { action: 'close', symbol: 'ETHUSDT', id: 'out', webhook_secret: secret }
    ids.push(String((await server.call('POST', '/webhook/tradingview', exit)).json['signal_id']))
    const ended = await Promise.all(ids.map((id) => server.runner.wait(id, 60_000)))

    const outcomes = new Map<string, number>()
    for (const signal of ended) {
      const outcome = signal?.status === 'done' ? 'done' : `${signal?.status} ${signal?.problem?.code}`
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    expect([...outcomes.keys()].toSorted()).toEqual(['done', 'refused STALE_SIGNAL'])
    expect(ended.at(-1)).toMatchObject({ status: 'done', signal: { command: { kind: 'close' } } })
    // the exchange never had to say no
    expect(requests().filter(({ status = 0 }) => status >= 400)).toEqual([])

    for (const symbol of symbols) {
      const own = ended.filter((signal) => signal?.signal.symbol === symbol)
      expect(own.map((signal) => signal?.sequence)).toEqual(own.map((signal) => signal?.sequence).toSorted(byNumber))
      const begun = own.filter((signal) => signal?.startedMs !== undefined)
      for (const [index, signal] of begun.entries()) {
        expect(signal?.startedMs).toBeGreaterThanOrEqual(begun[index - 1]?.endedMs ?? 0)
      }
      const placed = placements(symbol)
      const entries = placed.filter(({ params }) => params?.['side'] === 'BUY' && params['type'] === 'MARKET')
      const carriedOut = own.filter(
        (signal) => signal?.status === 'done' && signal.signal.command.kind === 'target',
      ).length
      expect(entries).toHaveLength(carriedOut)
      for (const [index, { params, timeMs }] of placed.entries()) {
        if (params?.['side'] !== 'BUY') continue
        const stop = placed[index + 1]
        expect(stop?.params).toMatchObject({ type: 'STOP_MARKET', closePosition: 'true' })
        expect((stop?.timeMs ?? Infinity) - timeMs).toBeLessThan(protectedWithinMs)
      }
    }
    expect(outcomes.get('done')).toBeGreaterThan(ordersPer10Seconds / 2)
    expect((await server.positions()).map((text) => text.replace(/ .*/, '')).toSorted()).toEqual([
      'ASTERUSDT',
      'BTCUSDT',
    ])
    expect(await server.openOrders()).toEqual(['SELL STOP_MARKET', 'SELL STOP_MARKET'])
  })
})

const byNumber = (a: number | undefined, b: number | undefined): number => (a ?? 0) - (b ?? 0)
