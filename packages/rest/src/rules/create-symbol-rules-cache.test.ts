import { type AsterError, ParameterError, RejectedError, TransportError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { createTestClient } from '../testing/create-test-client.ts'
import { answer } from '../testing/scripted-transport.ts'
import type { RulesChange } from './compare-rules.ts'
import { createSymbolRulesCache } from './create-symbol-rules-cache.ts'

const hourMs = 3_600_000
const entry = (symbol: string, fields: { status?: string; tickSize?: string } = {}) => ({
  symbol,
  pair: symbol,
  contractType: 'PERPETUAL',
  deliveryDate: 4_133_404_800_000,
  onboardDate: 1_600_000_000_000,
  status: fields.status ?? 'TRADING',
  maintMarginPercent: '2.5',
  requiredMarginPercent: '5',
  baseAsset: symbol.slice(0, -4),
  quoteAsset: 'USDT',
  marginAsset: 'USDT',
  pricePrecision: 2,
  quantityPrecision: 3,
  baseAssetPrecision: 8,
  quotePrecision: 8,
  underlyingType: 'COIN',
  underlyingSubType: [],
  settlePlan: 0,
  triggerProtect: '0.05',
  liquidationFee: '0.01',
  marketTakeBound: '0.05',
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '1', maxPrice: '1000000', tickSize: fields.tickSize ?? '0.1' },
    { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
  ],
  orderTypes: ['LIMIT', 'MARKET'],
  timeInForce: ['GTC'],
})
const refused = (code: number) => new RejectedError('placeOrder', { code, status: 400, reason: '' })

function openCache(first: object[], options: { maxAgeMs?: number } = {}) {
  const exchange = { symbols: first, fails: false }
  const { client, clock, transport } = createTestClient(() =>
    exchange.fails
      ? { status: 502 }
      : answer({ timezone: 'UTC', serverTime: 1, rateLimits: [], symbols: exchange.symbols }),
  )
  const changes: RulesChange[] = []
  const problems: AsterError[] = []
  const cache = createSymbolRulesCache({
    client,
    clock,
    ...options,
    onChange: (change) => {
      changes.push(change)
      throw new Error('a listener that fails')
    },
    onProblem: (error) => problems.push(error),
  })
  return { exchange, cache, clock, changes, problems, requests: transport.requests }
}

describe('createSymbolRulesCache', () => {
  it('has no rules before they are loaded', async () => {
    const { cache, clock } = openCache([entry('BTCUSDT')])
    expect(() => cache.get('BTCUSDT')).toThrow(ParameterError)
    expect(cache.ageMs).toBe(Number.POSITIVE_INFINITY)
    await clock.runUntil(cache.refresh())
    expect(cache.get('BTCUSDT').tickSize.toString()).toBe('0.1')
    expect(cache.symbols).toEqual(['BTCUSDT'])
    expect(() => cache.get('NOSUCHUSDT')).toThrow(/is not listed/)
  })

  it('loads them again in the background, and tells what has changed', async () => {
    const { exchange, cache, clock, changes } = openCache([
      entry('AUSDT'),
      entry('BUSDT'),
      entry('CUSDT'),
      entry('DUSDT'),
    ])
    const ended = cache.start()
    await clock.advance(1_000)
    exchange.symbols = [
      entry('AUSDT', { tickSize: '0.5' }),
      entry('BUSDT', { status: 'SETTLING' }),
      entry('DUSDT'),
      entry('EUSDT'),
    ]
    await clock.advance(2 * hourMs)
    expect(changes.map(({ kind, symbol }) => `${kind} ${symbol}`)).toEqual([
      'changed AUSDT',
      'delisted BUSDT',
      'listed EUSDT',
      'delisted CUSDT',
    ])
    expect(changes[0]).toMatchObject({ fields: ['tickSize'] })
    expect(cache.get('AUSDT').tickSize.toString()).toBe('0.5')
    await clock.runUntil(cache.stop())
    await ended
  })

  it('refuses rules that are too old, and still finds them for a way out', async () => {
    const { exchange, cache, clock, problems, requests } = openCache([entry('BTCUSDT')], { maxAgeMs: 60_000 })
    void cache.start()
    await clock.advance(1_000)
    exchange.fails = true
    await clock.advance(70_000)
    expect(() => cache.get('BTCUSDT')).toThrow(/must be at most 60000 ms/)
    expect(cache.find('BTCUSDT')?.symbol).toBe('BTCUSDT')
    expect(problems[0]).toBeInstanceOf(TransportError)
    expect(requests.length).toBeLessThan(40)
    exchange.fails = false
    await clock.advance(15_000)
    expect(cache.get('BTCUSDT').symbol).toBe('BTCUSDT')
    await clock.runUntil(cache.stop())
  })

  it('loads at once when an order was refused by a filter', async () => {
    const { exchange, cache, clock, requests } = openCache([entry('BTCUSDT')])
    await clock.runUntil(cache.refresh())
    exchange.symbols = [entry('BTCUSDT', { tickSize: '0.5' })]
    await clock.advance(5_000)
    await expect(clock.runUntil(cache.refreshAfter(refused(-4014)))).resolves.toBe(true)
    expect(cache.get('BTCUSDT').tickSize.toString()).toBe('0.5')
    // not for every refusal, nor a hundred times a second
    await expect(clock.runUntil(cache.refreshAfter(refused(-2019)))).resolves.toBe(false)
    await expect(clock.runUntil(cache.refreshAfter(new Error('mine')))).resolves.toBe(false)
    await clock.runUntil(Promise.all(Array.from({ length: 20 }, () => cache.refreshAfter(refused(-1111)))))
    expect(requests).toHaveLength(2)
    await clock.advance(1_000)
    await clock.runUntil(Promise.all(Array.from({ length: 20 }, () => cache.refreshAfter(refused(-4141)))))
    expect(requests).toHaveLength(3)
  })

  it('says so when the rules could not be loaded after a refusal', async () => {
    const { exchange, cache, clock, problems } = openCache([entry('BTCUSDT')])
    await clock.runUntil(cache.refresh())
    exchange.fails = true
    await clock.advance(5_000)
    await expect(clock.runUntil(cache.refreshAfter(refused(-4014)))).resolves.toBe(false)
    expect(problems).toHaveLength(1)
  })

  it('leaves out a symbol that it cannot read, and calls nothing delisted for it', async () => {
    const { exchange, cache, clock, changes, problems } = openCache([entry('AUSDT'), entry('BUSDT')])
    await clock.runUntil(cache.refresh())
    exchange.symbols = [entry('AUSDT', { tickSize: '-1' }), entry('BUSDT')]
    await clock.runUntil(cache.refresh())
    expect(cache.find('AUSDT')).toBeUndefined()
    expect(cache.get('BUSDT').symbol).toBe('BUSDT')
    expect(changes).toEqual([])
    expect(problems[0]).toBeInstanceOf(ParameterError)
  })
})
