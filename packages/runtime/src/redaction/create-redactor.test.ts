import { inspect } from 'node:util'

import { Secret } from '@aster/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createRedactor } from './create-redactor.ts'

const key = `0x${'a1b2c3d4'.repeat(8)}`

describe('a redactor', () => {
  it('hides a value wherever it turns up, with and without 0x, in any case', () => {
    const redactor = createRedactor([new Secret(key)])
    for (const form of [key, key.slice(2), key.toUpperCase().replace('0X', '0x')]) {
      expect(redactor.redactText(`failed: bad key ${form}!`)).toBe('failed: bad key [hidden]!')
    }
  })

  it.each([
    ['signature=0xdeadbeef&symbol=BTCUSDT', 'signature=[hidden]&symbol=BTCUSDT'],
    ['{"apiSecret":"abc"}', '{"apiSecret":"[hidden]"}'],
    ['https://user:pw@proxy:8080/x', 'https://[hidden]@proxy:8080/x'],
    [
      'POST https://api.telegram.org/bot123456:AAbbCC_ddEE/sendMessage',
      'POST https://api.telegram.org/bot[hidden]/sendMessage',
    ],
    ['passphrase: hunter2', 'passphrase: [hidden]'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [hidden]'],
    ['"authorization":"Basic dXNlcjpwdw=="', '"authorization":"Basic [hidden]"'],
    [String.raw`body {\"apiSecret\":\"abc`, String.raw`body {\"apiSecret\":\"[hidden]`],
    ['redis://user:p@ss@cache:6379', 'redis://[hidden]@cache:6379'],
  ])('knows secrets by their shape: %s', (text, shown) => {
    expect(createRedactor().redactText(text)).toBe(shown)
  })

  it('hides a value that was written for a URL, for JSON or as base64', () => {
    const secret = 'pa"ss/wörd+?&1234'
    const redactor = createRedactor([secret])
    const forms = [
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
    ]
    for (const form of forms) expect(redactor.redactText(`<${form}>`)).toMatch(/^<\[hidden\]=*>$/)
  })

  it('takes a secret that is no well-formed text', () => {
    expect(createRedactor(['\uD800secret']).redactText('a \uD800secret b')).toBe('a [hidden] b')
  })

  it('leaves words about money alone', () => {
    const text = 'order demo-1-1 BUY 0.5 BTCUSDT at 60000.1, filled 0.2'
    expect(createRedactor([new Secret(key)]).redactText(text)).toBe(text)
  })

  it('goes through objects, errors and their causes', () => {
    const cause = new Error(`signer ${key} is not known`)
    const error = Object.assign(new Error('refused', { cause }), { api_key: 'abcdef123456' })
    const shown = inspect(
      createRedactor([key]).redactValue({ error, list: [{ privateKey: 1 }], secret: new Secret(key) }),
      {
        depth: 9,
      },
    )
    expect(shown).not.toContain(key.slice(2))
    expect(shown).not.toContain('abcdef123456')
    expect(shown).toContain('refused')
  })

  it('ends on values that contain themselves', () => {
    const loop: Record<string, unknown> = { name: 'x' }
    loop['self'] = loop
    expect(createRedactor().redactValue(loop)).toEqual({ name: 'x', self: '[…]' })
  })

  it('leaves no byte of a secret behind, whatever surrounds it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (secret, before, after) => {
        const redactor = createRedactor([new Secret(secret)])
        expect(redactor.redactText(before + secret + after).includes(secret) && !'[hidden]'.includes(secret)).toBe(
          false,
        )
        expect(JSON.stringify(redactor.redactValue({ text: secret }))).not.toContain(JSON.stringify(secret))
      }),
    )
  })
})
