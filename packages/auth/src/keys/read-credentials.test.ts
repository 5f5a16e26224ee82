import { inspect } from 'node:util'

import { ParameterError } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { loadVectors } from '../testdata/load-vectors.ts'
import { readCredentials } from './read-credentials.ts'

const { keys } = loadVectors()
const privateKey = keys['agent']?.privateKey ?? ''
const otherKey = keys['child']?.privateKey ?? ''
const signer = keys['agent']?.address ?? ''
const user = keys['docUser']?.address ?? ''
const apiKey = 'a'.repeat(40)
const apiSecret = 'b'.repeat(40)

function listMistakes(env: Record<string, string>, options: Parameters<typeof readCredentials>[1] = {}) {
  try {
    readCredentials(env, options)
  } catch (error) {
    if (error instanceof ParameterError) return error.violations.map(({ field, rule }) => `${field}: ${rule}`)
    throw error
  }
  return []
}

describe('readCredentials', () => {
  it.each([
    ['ours', { ASTER_USER: user, ASTER_SIGNER: signer, ASTER_PRIVATE_KEY: privateKey }],
    [
      'the webhook server of old',
      { ASTERDEX_USER_ADDRESS: user, ASTERDEX_SIGNER_ADDRESS: signer, ASTERDEX_PRIVATE_KEY: privateKey.slice(2) },
    ],
    ['the market maker of old', { API_USER: user, API_SIGNER: signer, API_PRIVATE_KEY: ` ${privateKey}\n` }],
    [
      'two names that agree',
      { ASTER_USER: user, API_USER: user.toLowerCase(), ASTER_SIGNER: signer, ASTER_PRIVATE_KEY: privateKey },
    ],
  ])('reads V3 credentials by the names of %s', (_, env) => {
    const { v3, v1 } = readCredentials(env)
    expect([v3?.user, v3?.signer, v1]).toEqual([user, signer, undefined])
    expect(v3?.privateKey.reveal().replace('0x', '')).toBe(privateKey.slice(2))
  })

  it.each([
    { ASTER_API_KEY: apiKey, ASTER_API_SECRET: apiSecret },
    { APIV1_PUBLIC_KEY: apiKey, APIV1_PRIVATE_KEY: apiSecret },
  ])('reads V1 credentials by the names of $0', (env) => {
    const { v3, v1 } = readCredentials(env)
    expect([v3, v1?.apiKey.reveal(), v1?.apiSecret.reveal()]).toEqual([undefined, apiKey, apiSecret])
  })

  it('works out the signer from the key when it is not given', () => {
    expect(readCredentials({ ASTER_PRIVATE_KEY: privateKey }).v3?.signer).toBe(signer)
  })

  it('reads a named account from its own names only', () => {
    const env = { ASTER_DESK_1_PRIVATE_KEY: otherKey, ASTER_PRIVATE_KEY: privateKey }
    expect(readCredentials(env, { alias: 'desk-1' }).v3?.signer).toBe(keys['child']?.address)
    expect(listMistakes({ ASTER_PRIVATE_KEY: privateKey }, { alias: 'desk-1' })).toEqual([
      'ASTER_DESK_1_PRIVATE_KEY: required',
    ])
  })

  it('names everything that is wrong at once', () => {
    const env = { ASTER_USER: 'nobody', ASTER_SIGNER: '0x12', ASTER_PRIVATE_KEY: '0x1234', ASTER_API_KEY: 'short' }
    expect(listMistakes(env)).toEqual([
      'ASTER_API_SECRET: required',
      'ASTER_PRIVATE_KEY: privateKey',
      'ASTER_SIGNER: address',
      'ASTER_USER: address',
      'ASTER_API_KEY: apiKey',
    ])
  })

  it('refuses names that contradict each other', () => {
    const env = {
      ASTER_PRIVATE_KEY: privateKey,
      API_PRIVATE_KEY: otherKey,
      ASTER_USER: user,
      ASTERDEX_USER_ADDRESS: signer,
    }
    expect(listMistakes(env)).toEqual(['ASTERDEX_USER_ADDRESS: agreement', 'API_PRIVATE_KEY: agreement'])
  })

  it('refuses a signer that does not belong to the key', () => {
    expect(listMistakes({ API_SIGNER: user, API_PRIVATE_KEY: privateKey })).toEqual(['API_SIGNER: keyBelongsToSigner'])
  })

  it('refuses the user as its own signer unless told', () => {
    const env = { ASTER_USER: signer, ASTER_PRIVATE_KEY: privateKey }
    expect(listMistakes(env)).toEqual(['ASTER_USER: signerIsNotUser'])
    expect(listMistakes(env, { allowSignerAsUser: true })).toEqual([])
  })

  it.each([
    [{}, 'any', ['ASTER_PRIVATE_KEY: required']],
    [{ ASTER_USER: '' }, 'any', ['ASTER_PRIVATE_KEY: required']],
    [{}, 'v1', ['ASTER_API_KEY: required', 'ASTER_API_SECRET: required']],
    [{ ASTER_API_KEY: apiKey, ASTER_API_SECRET: apiSecret }, 'v3', ['ASTER_PRIVATE_KEY: required']],
    [{ ASTER_USER: user }, 'none', ['ASTER_PRIVATE_KEY: required']],
    [{}, 'none', []],
  ] as const)('of %j with %s required misses %j', (env, required, missing) => {
    expect(listMistakes(env, { required })).toEqual(missing)
  })

  it('repeats no key in any mistake and prints none of what it found', () => {
    const swapped = {
      ASTER_USER: privateKey,
      ASTER_SIGNER: otherKey,
      ASTER_PRIVATE_KEY: `${privateKey}ff`,
      API_PRIVATE_KEY: otherKey,
    }
    const printed = [inspect(readCredentials({ ASTER_PRIVATE_KEY: privateKey }), { depth: 9, showHidden: true })]
    try {
      readCredentials(swapped)
    } catch (error) {
      printed.push(inspect(error, { depth: 9 }))
    }
    expect(printed).toHaveLength(2)
    for (const secret of [privateKey, otherKey]) expect(printed.join()).not.toContain(secret.slice(2, 14))
  })
})
