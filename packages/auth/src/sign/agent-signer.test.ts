import { inspect } from 'node:util'

import { ParameterError, Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { ClockUnsureError } from '../clock-unsure-error.ts'
import { loadVectors } from '../testdata/load-vectors.ts'
import { verifyMessage } from '../verify/verify-message.ts'
import { type AgentSignerOptions, agentSigner } from './agent-signer.ts'

const { keys } = loadVectors()
const agent = { privateKey: keys['agent']?.privateKey ?? '', address: keys['agent']?.address ?? '' }
const user = keys['docUser']?.address ?? ''

function createSigner(options: Partial<AgentSignerOptions> = {}) {
  let next = 1_748_310_859_508_867n
  return agentSigner({
    privateKey: new Secret(agent.privateKey),
    nonces: { next: () => next++, last: undefined },
    ...options,
  })
}

describe('agentSigner', () => {
  it('takes a fresh nonce for every signature and sends user and signer', () => {
    const signer = createSigner({ user })
    const [first, second] = [1, 2].map(() => signer.sign({ method: 'POST', params: [['symbol', 'BTCUSDT']] }))
    expect(first?.body).toMatch(
      `symbol=BTCUSDT&nonce=1748310859508867&user=${user}&signer=${agent.address}&signature=0x`,
    )
    expect(second?.nonceUs).toBe(1_748_310_859_508_868n)
    expect(second?.timestampMs).toBe(1_748_310_859_508)
  })

  it('puts GET into the query string and every write into a form body', () => {
    const signer = createSigner()
    const get = signer.sign({ method: 'GET', params: [] })
    expect([get.body, get.headers]).toEqual(['', {}])
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      const write = signer.sign({ method, params: [] })
      expect(write.query).toBe('')
      expect(write.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded' })
    }
  })

  it('uses the nonce it is told, for noop, without touching the source', () => {
    const signer = createSigner()
    expect(signer.sign({ method: 'POST', params: [], nonceUs: 5n }).body).toMatch('nonce=5&signer=')
    expect(signer.sign({ method: 'POST', params: [] }).nonceUs).toBe(1_748_310_859_508_867n)
  })

  it('signs for the testnet with its own chain id', () => {
    const { body } = createSigner({ network: 'testnet' }).sign({ method: 'POST', params: [] })
    const [text = '', signature = ''] = body.split('&signature=')
    expect(verifyMessage({ text, signature, chainId: 714, address: agent.address })).toBe('encoded')
    expect(verifyMessage({ text, signature, chainId: 1666, address: agent.address })).toBeUndefined()
  })

  it('spells a user or signer among the parameters once, where it stands', () => {
    const signer = createSigner({ user })
    const { body } = signer.sign({
      method: 'POST',
      params: [
        ['user', user],
        ['signer', agent.address.toLowerCase()],
        ['x', '1'],
      ],
    })
    expect(body).toMatch(`user=${user}&signer=${agent.address.toLowerCase()}&x=1&nonce=1748310859508867&signature=`)
  })

  it.each([
    ['nonce', '1'],
    ['signature', '0x'],
    ['signer', user],
  ])('refuses %s among the parameters', (name, value) => {
    expect(() => createSigner().sign({ method: 'POST', params: [[name, value]] })).toThrow(ParameterError)
  })

  it.each([
    ['short', agent.privateKey.slice(0, -2), 'must have 64 hex digits, not 62'],
    ['long', `${agent.privateKey}00`, 'must have 64 hex digits, not 66'],
    ['not hex', `0xzz${agent.privateKey.slice(4)}`, 'not hex digits'],
    ['zero', `0x${'0'.repeat(64)}`, 'outside the range'],
    ['beyond the curve', `0x${'f'.repeat(64)}`, 'outside the range'],
  ])('refuses a key that is %s, with the reason and without the key', (_, key, reason) => {
    const attempt = () => createSigner({ privateKey: new Secret(key) })
    expect(attempt).toThrow(reason)
    expect(attempt).not.toThrow(key.slice(4, 20))
  })

  it('refuses a signer that does not belong to the key and names both addresses', () => {
    expect(() => createSigner({ signer: user })).toThrow(`whose address is ${agent.address}`)
  })

  it('refuses the main wallet as its own signer unless told', () => {
    const options = { user: agent.address.toLowerCase() }
    expect(() => createSigner(options)).toThrow('signerIsNotUser')
    expect(createSigner({ ...options, allowSignerAsUser: true }).user).toBe(agent.address.toLowerCase())
  })

  it.each([5_001, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses to sign when the clock may be %d ms off',
    (errorMs) => {
      const signer = createSigner({ clockUncertaintyMs: () => errorMs })
      expect(() => signer.sign({ method: 'POST', params: [] })).toThrow(ClockUnsureError)
    },
  )

  it('signs when the clock may be 5 s off', () => {
    const signer = createSigner({ clockUncertaintyMs: () => 5_000 })
    expect(signer.sign({ method: 'POST', params: [] }).nonceUs).toBe(1_748_310_859_508_867n)
  })

  it('shows no byte of the key and no signature when printed', () => {
    const signer = createSigner()
    const signed = signer.sign({ method: 'POST', params: [] })
    const signature = signed.body.split('signature=0x')[1] ?? 'none'
    const printed = [signer, signed].flatMap((value) => [
      inspect(value, { showHidden: true, depth: 9, getters: true }),
      JSON.stringify(value),
    ])
    expect(printed.join()).not.toContain(agent.privateKey.slice(2, 12))
    expect(printed.join()).not.toContain(signature.slice(0, 12))
  })
})
