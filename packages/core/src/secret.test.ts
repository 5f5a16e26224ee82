import { format, inspect } from 'node:util'
import { serialize } from 'node:v8'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ParameterError } from './errors/index.ts'
import { Secret } from './secret.ts'

/** Every way in which a value usually ends up in text. */
function showEverywhere(secret: Secret<unknown>): string {
  const error = new Error('failed', { cause: secret })
  const custom = Object.assign(new ParameterError('call', []), { secret })
  return [
    String(secret),
    // oxlint-disable-next-line typescript/restrict-template-expressions -- the accident that is tested
    `${secret}`,
    secret + '',
    JSON.stringify(secret),
    JSON.stringify({ nested: [secret] }),
    inspect(secret),
    inspect({ deep: { list: [secret], map: new Map([['key', secret]]) } }, { depth: 9 }),
    inspect(secret, { customInspect: false, showHidden: true, depth: 9, getters: true }),
    format('%s %o %O %j %d %i', secret, secret, secret, secret, secret, secret),
    inspect(error, { showHidden: true, depth: 9 }),
    inspect(custom, { showHidden: true, depth: 9 }),
    JSON.stringify(structuredClone(Object.assign({}, secret))),
    Object.entries(secret).join(),
    Reflect.ownKeys(secret).join(),
    secret.toLocaleString(),
    Object.prototype.toString.call(secret),
    serialize(Object.assign({}, secret)).toString('latin1'),
    [secret].join(),
    new URLSearchParams({ key: String(secret) }).toString(),
  ].join('\n')
}

describe('Secret', () => {
  it('gives its value where it is asked to, and nowhere else', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{16,64}$/), (value) => {
        const secret = new Secret(value)
        expect(secret.reveal()).toBe(value)
        expect(showEverywhere(secret)).not.toContain(value)
      }),
    )
  })

  it('hides bytes and objects as well', () => {
    const shown = showEverywhere(new Secret({ apiSecret: 'hunter2', bytes: Buffer.from('hunter2') }))
    expect(shown).not.toContain('hunter2')
    expect(shown).not.toContain('68756e74')
    expect(shown).not.toContain('104,117')
  })

  it('shows that there is one', () => {
    const secret = new Secret('x')
    expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual(['[secret]', '"[secret]"', '[secret]'])
  })
})
