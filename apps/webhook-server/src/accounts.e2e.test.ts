import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { readStrategies } from './shell/read-strategies.ts'
import { startServer } from './testing/start-server.ts'

const half = { id: 'desk', weight: '0.5', isDry: false }
const shadow = { id: 'shadow', weight: '1', isDry: true }

describe('an alert for several accounts', () => {
  it('is carried out on each with its share, each position with its stop', async () => {
    await using server = await startServer({ copies: [half] })
    const opened = await server.alert({ action: 'open', side: 'BUY', quantity: '0.02' })
    expect(opened).toMatchObject({
      status: 200,
      json: {
        success: true,
        accounts: [
          { account: 'main', status: 'done', order: { filled_quantity: '0.02' } },
          { account: 'desk', status: 'done', order: { filled_quantity: '0.01' } },
        ],
      },
    })
    expect(await server.positions('main')).toEqual(['BTCUSDT 0.02'])
    expect(await server.positions('desk')).toEqual(['BTCUSDT 0.01'])
    expect(await server.openOrders('desk')).toEqual(['SELL STOP_MARKET'])
    const told = await server.call('GET', String(opened.json['link']))
    expect(told.json).toMatchObject({ accounts: [{ account: 'main' }, { account: 'desk' }] })
    await server.alert({ action: 'close' })
    expect([await server.positions('main'), await server.positions('desk')]).toEqual([[], []])
    expect([await server.openOrders('main'), await server.openOrders('desk')]).toEqual([[], []])
  })

  it('names the accounts that it is for, and their weights', async () => {
    await using server = await startServer({ copies: [half] })
    await server.alert({ action: 'open', side: 'SELL', quantity: '0.01', account: 'desk' })
    expect(await server.positions('main')).toEqual([])
    expect(await server.positions('desk')).toEqual(['BTCUSDT -0.005'])
    await server.alert({ action: 'open', side: 'BUY', quantity: '0.01', accounts: { main: 3 } })
    expect(await server.positions('main')).toEqual(['BTCUSDT 0.03'])
    const unknown = await server.alert({ action: 'close', accounts: ['main', 'moon'] })
    expect(unknown).toMatchObject({ status: 400, json: { validation_errors: [{ field: 'accounts' }] } })
  })

  it('tells apart where it went well and where not', async () => {
    await using server = await startServer({ copies: [half] })
    await server.alert({ action: 'open', side: 'BUY', quantity: '0.01', account: 'desk' })
    const mixed = await server.alert({ action: 'close', id: 'mixed' })
    expect(mixed).toMatchObject({
      status: 207,
      json: {
        success: false,
        accounts: [
          { account: 'main', code: 'NO_POSITION' },
          { account: 'desk', status: 'done' },
        ],
      },
    })
    expect(await server.alert({ action: 'close', id: 'none' })).toMatchObject({
      status: 404,
      json: { code: 'NO_POSITION', accounts: [{ account: 'main' }, { account: 'desk' }] },
    })
  })

  it('halts all of them, or one', async () => {
    await using server = await startServer({ copies: [half] })
    const halted = await server.call('POST', '/risk/halt?account=desk', { reason: 'lunch' })
    expect(halted.json).toMatchObject({ accounts: [{ id: 'desk', state: 'halted' }] })
    expect((await server.alert({ action: 'open', side: 'BUY', quantity: '0.01' })).json).toMatchObject({
      accounts: [{ status: 'done' }, { status: 'refused', code: 'HALTED' }],
    })
    expect((await server.call('POST', '/risk/halt', {})).json).toMatchObject({
      accounts: [{ state: 'halted' }, { state: 'halted' }],
    })
  })
})

describe('a dry-run copy', () => {
  it('says what it would do, at which stop, and does nothing', async () => {
    await using server = await startServer({ copies: [shadow] })
    const opened = await server.alert({ action: 'open', side: 'BUY', quantity: '0.02', stop_loss: 1 })
    expect(opened.json).toMatchObject({
      accounts: [
        { account: 'main', dry: false },
        { account: 'shadow', dry: true, message: 'dry run: would BUY 0.02 BTCUSDT', order: { would_send: true } },
      ],
    })
    expect(await server.positions('shadow')).toEqual([])
    const ladder = await server.alert({
      action: 'open',
      side: 'SELL',
      quantity: '0.02',
      account: 'shadow',
      take_profits: [1, 2],
    })
    expect(ladder.json).toMatchObject({
      message: 'dry run: would open BTCUSDT with market SELL 0.02',
      order: { stop_price: expect.any(String), take_profit_prices: [expect.any(String), expect.any(String)] },
    })
    expect(await server.openOrders('shadow')).toEqual([])
  })

  it('is held by the same rules', async () => {
    await using server = await startServer({ copies: [shadow] })
    const tooMuch = await server.alert({ action: 'open', side: 'BUY', quantity: '90', account: 'shadow' })
    expect(tooMuch).toMatchObject({ status: 422, json: { code: 'RISK_LIMIT' } })
    expect(await server.alert({ action: 'close', account: 'shadow' })).toMatchObject({ status: 404 })
  })

  it('cannot change anything at the exchange by any other route', async () => {
    await using server = await startServer({ copies: [shadow] })
    const leverage = await server.call('POST', '/positions/BTCUSDT/leverage?account=shadow', { leverage: 3 })
    expect(leverage).toMatchObject({ status: 503, json: { code: 'DRY_RUN' } })
    const { rest } = server.seats[1]?.account ?? server.seats[0].account
    await expect(rest.position.setLeverage({ symbol: 'BTCUSDT', leverage: 3 })).rejects.toThrow('dry run')
    await expect(
      rest.trading.placeOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' }),
    ).rejects.toThrow('dry run')
    expect(await server.positions('shadow')).toEqual([])
  })
})

describe('a strategy with limits', () => {
  const policies = new Map([
    ['small', { maxOrderNotional: '2000', maxPositionNotional: '3000', stopPercent: '1' }],
    ['other', { symbols: ['ETHUSDT'] }],
    ['half', { accounts: { desk: '0.25' }, scale: '0.001' }],
  ])

  it('opens nothing beyond them, and says the limit and what it comes to', async () => {
    await using server = await startServer({ parts: { policies } })
    const send = (body: Record<string, unknown>) => server.alert({ side: 'BUY', strategy: 'small', ...body })
    const large = await send({ action: 'open', quantity: '0.05' })
    expect(large).toMatchObject({ status: 422, json: { code: 'STRATEGY_LIMIT' } })
    expect(large.json['detail']).toMatch(/^maxOrderNotional of strategy small is 2000; this comes to \d+/)
    expect((await send({ action: 'open', quantity: '0.015' })).status).toBe(200)
    expect((await send({ action: 'increase', quantity: '0.018' })).json).toMatchObject({
      detail: expect.stringContaining('maxPositionNotional of strategy small is 3000'),
    })
    const target = await server.alert({ position_size: '0.04', strategy: 'small' }, '/webhook/tradingview-strategy')
    expect(target.json).toMatchObject({ code: 'STRATEGY_LIMIT' })
    expect(await server.positions()).toEqual(['BTCUSDT 0.015'])
    expect((await send({ action: 'close' })).status).toBe(200)
  })

  it('trades its own symbols and accounts, with its own scale; one that is unknown trades nothing', async () => {
    await using server = await startServer({ copies: [half], parts: { policies } })
    const open = { action: 'open', side: 'BUY', quantity: '0.01' }
    expect((await server.alert({ ...open, strategy: 'other' })).json).toMatchObject({ code: 'SYMBOL_NOT_ALLOWED' })
    expect((await server.alert({ ...open, strategy: 'moon' })).json).toMatchObject({ code: 'STRATEGY_UNKNOWN' })
    const target = { position_size: '80', strategy: 'half' }
    expect((await server.alert(target, '/webhook/tradingview-strategy')).status).toBe(200)
    expect(await server.positions('desk')).toEqual(['BTCUSDT 0.02'])
    expect(await server.positions('main')).toEqual([])
  })

  it('is read from a file, every mistake of which is told at once', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'strategies-')), 'strategies.json')
    const read = (content: string) => {
      writeFileSync(path, content)
      return readStrategies(path, { symbols: ['BTCUSDT'], accounts: ['main'] })
    }
    expect(read('{"a":{"maxOrderNotional":1000,"accounts":{"main":"0.5"}}}')).toMatchObject({ mistakes: [] })
    expect(read('{"a":{"maxOrderNotional":-1,"stop":1},"b c":{}}').mistakes).toHaveLength(3)
    expect(read('{"a":{"symbols":["ETHUSDT"],"accounts":{"moon":1}}}').mistakes).toEqual([
      'a.symbols: ETHUSDT is not traded here',
      'a.accounts: moon is not an account here',
    ])
    expect(read('{').mistakes).toEqual(['is no JSON'])
    expect(readStrategies(`${path}.none`, { symbols: [], accounts: [] }).mistakes).toEqual(['cannot be read (ENOENT)'])
  })
})

describe('alerts that are not taken in', () => {
  it('are kept with their reason, without their secret', async () => {
    await using server = await startServer()
    await server.alert({ action: 'hodl' })
    const { text, json } = await server.call('GET', '/refusals')
    expect(json).toMatchObject({
      refusals: [{ status: 400, code: 'VALIDATION_ERROR', message: { action: 'hodl' } }],
    })
    expect(text).not.toContain('correct-horse')
    expect((await server.call('GET', '/refusals', undefined, { authorization: '' })).status).toBe(401)
  })
})
