import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { createSystemClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { alertTemplates, fillTemplate } from '../core/alert-templates.ts'
import { secret, startServer } from '../testing/start-server.ts'

interface Printed {
  readonly name: string
  readonly url: string
  readonly message: string
}

/** What a person who runs the command gets to see. */
function printTemplates(baseUrl: string): ReadonlyMap<string, Printed> {
  const program = fileURLToPath(new URL('../main.ts', import.meta.url))
  const text = execFileSync(
    process.execPath,
    [program, 'template', '--json', '--show-secret', '--public-url', baseUrl],
    { env: { PATH: process.env['PATH'], WEBHOOK_SECRET: secret }, encoding: 'utf8' },
  )
  return new Map((JSON.parse(text) as readonly Printed[]).map((printed) => [printed.name, printed]))
}

describe('the printed templates', () => {
  it('are each accepted and carried out once TradingView has filled them in', async () => {
    await using server = await startServer()
    const templates = printTemplates(server.url)
    expect([...templates.keys()]).toEqual(alertTemplates.map(({ name }) => name))
    const clock = createSystemClock()
    const { bidPrice } = await server.desk.rest.market.getBookTicker({ symbol: 'BTCUSDT' })
    const price = Number(bidPrice)
    const sent = new Set<string>()

    const send = async (name: string, values: Readonly<Record<string, string>> = {}) => {
      const { url, message } = templates.get(name) ?? { url: '', message: '' }
      const body = fillTemplate(message, {
        ticker: 'BTCUSDT.P',
        timenow: new Date(clock.now()).toISOString(),
        interval: '5',
        close: String(price - 1_000),
        plot_0: String(price * 0.98),
        'strategy.order.action': 'buy',
        'strategy.order.contracts': '0.01',
        'strategy.position_size': '0.01',
        'strategy.market_position': 'long',
        'strategy.prev_market_position': 'flat',
        ...values,
      })
      expect(body).not.toContain('{{')
      const answer = await fetch(`${url}?wait=1&wait_ms=20000`, { method: 'POST', body })
      const { detail, message: outcome } = (await answer.json()) as { detail?: string; message?: string }
      expect({ name, status: answer.status, detail }).toEqual({ name, status: 200, detail: undefined })
      sent.add(name)
      return outcome
    }
    const size = async () => (await server.positions())[0]?.split(' ')[1] ?? '0'

    await send('open-long')
    const opened = Number(await size())
    await send('increase')
    expect(Number(await size())).toBeCloseTo(2 * opened, 8)
    await send('decrease')
    expect(Number(await size())).toBeCloseTo(opened, 8)
    await send('reverse')
    expect(Number(await size())).toBeCloseTo(-opened, 8)
    expect(await server.openOrders()).toEqual(['BUY STOP_MARKET'])
    await send('close')
    await send('open-short')
    expect(Number(await size())).toBeLessThan(0)
    await send('close')
    await send('open-long-ladder')
    expect((await server.openOrders()).filter((order) => order.startsWith('SELL'))).toHaveLength(4)
    await send('close')
    await send('open-short-ladder')
    await send('close')
    expect(await send('open-limit')).toBe('the entry on BTCUSDT rests')
    await send('cancel')
    expect(await server.openOrders()).toEqual([])
    await send('strategy-position')
    expect(await size()).toBe('0.01')
    await send('strategy-position', {
      'strategy.market_position': 'flat',
      'strategy.prev_market_position': 'long',
      'strategy.position_size': '0',
      'strategy.order.action': 'sell',
    })
    expect(await size()).toBe('0')
    for (const name of ['strategy-order', 'traderspost']) {
      await send(name)
      expect(await size()).toBe('0.01')
      await send(name, { 'strategy.order.action': 'sell', 'strategy.market_position': 'flat' })
      expect(await size()).toBe('0')
    }
    expect(sent).toEqual(new Set(templates.keys()))
    expect(await server.openOrders()).toEqual([])
  })
})
