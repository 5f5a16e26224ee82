import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

import { beforeEach, describe, expect, it, vi } from 'vitest'

import { isSameSecret, isSignedBy } from './is-same-secret.ts'

vi.mock('node:crypto', async (load) => {
  const crypto = await load<Crypto>()
  return { ...crypto, timingSafeEqual: vi.fn<typeof timingSafeEqual>(crypto.timingSafeEqual) }
})

type Crypto = { readonly timingSafeEqual: typeof timingSafeEqual }

const compared = vi.mocked(timingSafeEqual)
const hash = (text: string) => createHash('sha256').update(text).digest()

describe('the comparison of secrets', () => {
  beforeEach(() => void compared.mockClear())

  it.each([
    ['correct-horse', true],
    ['xorrect-horse', false],
    ['correct-horsx', false],
    ['', false],
    ['c', false],
    ['correct-horse'.repeat(1_000), false],
    ['çorrect-horse', false],
  ])('of %j compares two hashes of one length in constant time, once, however near it is', (offered, isSame) => {
    expect(isSameSecret(offered, 'correct-horse')).toBe(isSame)
    expect(compared.mock.calls).toEqual([[hash(offered), hash('correct-horse')]])
    expect(hash(offered)).toHaveLength(32)
  })

  it.each([
    ['{"a":1}', true],
    ['{"a":1} ', false],
    ['', false],
  ])('of a signature over %j is the same comparison, with and without its prefix', (text, isSigned) => {
    const signature = createHmac('sha256', 'key').update('{"a":1}').digest('hex')
    for (const given of [signature, `sha256=${signature}`, signature.toUpperCase()]) {
      expect(isSignedBy(Buffer.from(text), given, 'key')).toBe(isSigned)
    }
    expect(isSignedBy(Buffer.from(text), signature.slice(1), 'key')).toBe(false)
    expect(compared.mock.calls).toHaveLength(4)
    expect(compared.mock.calls.every(([a, b]) => a.byteLength === 32 && b.byteLength === 32)).toBe(true)
  })
})
