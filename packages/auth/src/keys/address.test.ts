import { Secret } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { loadVectors } from '../testdata/load-vectors.ts'
import { checksumAddress, isAddress, isSameAddress } from './address.ts'
import { computeKeyAddress } from './parse-private-key.ts'

const { keys } = loadVectors()

describe('addresses', () => {
  it.each(Object.values(keys))('spells $address with its checksum', ({ address }) => {
    expect(checksumAddress(address.toLowerCase())).toBe(address)
    expect(isSameAddress(address.toUpperCase().replace('0X', '0x'), address)).toBe(true)
  })

  it.each(Object.values(keys).filter(({ privateKey }) => privateKey !== undefined))(
    'works out $address from its key',
    ({ address, privateKey = '' }) => {
      expect(computeKeyAddress(new Secret(privateKey))).toBe(address)
    },
  )

  it.each(['', '0x', '0x12', `0x${'g'.repeat(40)}`, `${'1'.repeat(40)}`, `0x${'1'.repeat(41)}`])(
    'knows that %j is none',
    (text) => {
      expect(isAddress(text)).toBe(false)
    },
  )
})
