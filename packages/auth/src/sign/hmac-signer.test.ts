import { inspect } from 'node:util'

import { ParameterError, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { ClockUnsureError } from '../clock-unsure-error.ts'
import { verifyHmac } from '../verify/verify-hmac.ts'
import { type HmacSignerOptions, hmacSigner } from './hmac-signer.ts'

const apiKey = 'k3yk3yk3yk3yk3yk3yk3y'
const apiSecret = 's3cr3ts3cr3ts3cr3ts3cr3t'
const createSigner = (options: Partial<HmacSignerOptions> = {}) =>
  hmacSigner({ apiKey: new Secret(apiKey), apiSecret: new Secret(apiSecret), now: () => 1_591_702_613_943, ...options })

describe('hmacSigner', () => {
  it.each(['GET', 'DELETE'] as const)('puts %s into the query string', (method) => {
    const { query, body, headers } = createSigner().sign({ method, params: [['symbol', 'BTCUSDT']] })
    expect(query).toMatch(/^symbol=BTCUSDT&timestamp=1591702613943&signature=[0-9a-f]{64}$/)
    expect(body).toBe('')
    expect(verifyHmac({ query, body, secret: apiSecret })).toBe(true)
    expect({ ...headers }).toEqual({ 'X-MBX-APIKEY': apiKey })
  })

  it.each(['POST', 'PUT'] as const)('puts %s into a form body', (method) => {
    const { query, body, headers } = createSigner().sign({ method, params: [], recvWindowMs: 3_000 })
    expect(query).toBe('')
    expect(body).toMatch(/^recvWindow=3000&timestamp=1591702613943&signature=/)
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(headers['X-MBX-APIKEY']).toBe(apiKey)
  })

  it.each([0, -1, 60_001, 1.5])('refuses a recvWindow of %d', (recvWindowMs) => {
    expect(() => createSigner().sign({ method: 'GET', params: [], recvWindowMs })).toThrow(ParameterError)
  })

  it.each(['timestamp', 'recvWindow', 'signature'])('refuses %s among the parameters', (name) => {
    expect(() => createSigner().sign({ method: 'GET', params: [[name, '1']] })).toThrow('is added by the signer')
  })

  it('refuses to sign when the clock may be more than 5 s off', () => {
    const signer = createSigner({ clockUncertaintyMs: () => 5_001 })
    expect(() => signer.sign({ method: 'GET', params: [] })).toThrow(ClockUnsureError)
  })

  it.each([
    ['apiKey', { apiKey: new Secret('') }],
    ['apiSecret', { apiSecret: new Secret('with space') }],
  ])('refuses a wrong %s without repeating it', (field, options) => {
    expect(() => createSigner(options)).toThrow(field)
    expect(() => createSigner(options)).not.toThrow('with space')
  })

  it('shows neither key nor secret nor signature when printed', () => {
    const signer = createSigner()
    const signed = signer.sign({ method: 'POST', params: [] })
    const printed = [signer, signer.keyHeaders, signed, signed.headers].flatMap((value) => [
      inspect(value, { showHidden: true, depth: 9 }),
      JSON.stringify(value),
    ])
    expect(printed.join()).not.toContain(apiKey)
    expect(printed.join()).not.toContain(apiSecret)
    expect(printed.join()).not.toContain(signed.body.split('signature=')[1])
  })
})
