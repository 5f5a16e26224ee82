import { describe, expect, it } from 'vitest'

import { createTestClient } from '../testing/create-test-client.ts'
import { excerptBody } from './excerpt-body.ts'

const secret = '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9'

describe('excerptBody', () => {
  it('gives the beginning in one line', () => {
    expect(excerptBody('<html>\r\n<body>\u0007Bad gateway</body>')).toBe('<html> <body> Bad gateway</body>')
    expect(excerptBody('word '.repeat(100))).toBe(`${'word '.repeat(40)}...`)
  })

  it('shows no key and no signature, not even one that is cut off', () => {
    for (let before = 0; before < 5_000; before += 13) {
      const filler = 'a '.repeat(before).slice(0, before)
      const text = excerptBody(`${filler}${secret} signature=0xabc&listenKey=short`)
      expect(text).not.toContain(secret.slice(0, 8))
      expect(text).not.toContain('0xabc')
    }
    // long secrets all the way: what is hidden pulls later text forward
    const many = excerptBody(`x ${`${secret} `.repeat(200)}`)
    expect(many).not.toContain(secret.slice(0, 8))
  })
})

describe('an answer that is not JSON', () => {
  const html = '<html><title>502 Bad Gateway</title>nginx</html>'

  it('is quoted in the error', async () => {
    const { client, clock } = createTestClient(() => ({ status: 502, body: html }))
    await expect(clock.runUntil(client.market.ping())).rejects.toThrow('HTTP 502: <html><title>502 Bad Gateway')
    const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' } as const
    const placed = clock.runUntil(client.trading.placeOrder(order))
    await expect(placed).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      message: expect.stringContaining('nginx'),
    })
  })

  it('is quoted with a good status and with a strange one', async () => {
    for (const [status, words] of [
      [200, 'a body that is not JSON: <html>'],
      [403, 'without an error code: <html>'],
    ] as const) {
      const { client, clock } = createTestClient(() => ({ status, body: html }))
      await expect(clock.runUntil(client.market.ping())).rejects.toThrow(words)
    }
  })
})
