import { ParameterError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { parseAccountSpec, parseAccountsFile } from './account-spec.ts'

const user = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const signer = '0x21cF8Ae13Bb72632562c6Fff438652Ba1a151bb0'

describe('parseAccountSpec', () => {
  it('reads a wallet with its agent', () => {
    expect(parseAccountSpec(`v3:${user}:${signer}:250.5`)).toEqual({ usdt: '250.5', v3: { user, signers: [signer] } })
  })

  it('reads an API key, and keeps it where nothing prints it', () => {
    const spec = parseAccountSpec('v1:some-key:some-secret:10000')
    expect(spec.v1?.apiKey.reveal()).toBe('some-key')
    expect(JSON.stringify(spec)).not.toContain('some-')
  })

  it.each([
    ['v2:a:b:1', 'form'],
    ['v3:0x12:0x34:1', 'address'],
    [`v3:${user}:${signer}:-1`, 'usdt'],
    [`v3:${user}:${signer}`, 'form'],
    ['v1:k:secret-text:5', 'key'],
    ['v1:some-key:some-secret:1:2', 'form'],
  ])('refuses %s', (text, rule) => {
    expect(() => parseAccountSpec(text)).toThrow(`account.${rule}`)
  })

  it('never repeats a secret', () => {
    expect(() => parseAccountSpec('v1:some-key:secret with spaces:5')).toThrow(/^(?!.*spaces).*$/)
  })
})

describe('parseAccountsFile', () => {
  it('takes texts and objects, and an account with both halves', () => {
    const list = [`v3:${user}:${signer}:1`, { usdt: 5, user: signer, key: 'kkkk', secret: 'ssss' }]
    const [first, second] = parseAccountsFile(JSON.stringify(list))
    expect(first?.v3?.user).toBe(user)
    expect(second).toMatchObject({ usdt: '5', v3: { user: signer, signers: [] } })
    expect(second?.v1?.apiSecret.reveal()).toBe('ssss')
    const [rich] = parseAccountsFile(JSON.stringify([{ usdt: 1, user, assets: { BTC: '0.5' } }]))
    expect(rich?.assets).toEqual({ BTC: '0.5' })
  })

  it.each([
    ['{', 'is not JSON'],
    ['{}', 'must be a list'],
    ['[7]', 'must be a text or an object'],
    [`[{"usdt":"1","user":"${user}","signers":["x"]}]`, '[0].signers[0]'],
    ['[{"usdt":"1"}]', 'needs user or key'],
    ['[{"usdt":"1","users":"x"}]', 'users'],
    [`[{"usdt":"1","user":"${user}","assets":{"GOLD":"1"}}]`, '[0].assets'],
    [`[{"usdt":"1","user":"${user}","assets":{"BTC":1}}]`, '[0].assets.BTC'],
    [`[{"usdt":"1","user":"${user}","assets":[]}]`, '[0].assets'],
  ])('says what is wrong in %s', (text, words) => {
    expect(() => parseAccountsFile(text)).toThrow(ParameterError)
    expect(() => parseAccountsFile(text)).toThrow(words)
  })
})
