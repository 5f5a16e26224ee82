import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { acquireSignerLock, SignerInUseError } from './acquire-signer-lock.ts'

const address = '0x21cF8Ae13Bb72632562c6Fff438652Ba1a151bb0'
let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aster-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const acquire = (options: Partial<Parameters<typeof acquireSignerLock>[0]> = {}) =>
  acquireSignerLock({ directory, address, label: 'market-maker', ...options })

describe('acquireSignerLock', () => {
  it('refuses a second holder and says who the first is, however the address is spelled', () => {
    const lock = acquire()
    expect(() => acquire({ address: address.toLowerCase() })).toThrow(SignerInUseError)
    expect(() => acquire()).toThrow(`market-maker (process ${process.pid})`)
    lock[Symbol.dispose]()
  })

  it('is free again once disposed, and disposing twice harms nobody', () => {
    const first = acquire()
    first[Symbol.dispose]()
    const second = acquire()
    first[Symbol.dispose]()
    expect(() => acquire()).toThrow(SignerInUseError)
    second[Symbol.dispose]()
  })

  it('does not blame another process for a file that is no lock', () => {
    writeFileSync(join(directory, `signer-${address.toLowerCase()}.lock`), 'x'.repeat(4096))
    expect(() => acquire()).toThrow('not a database')
  })

  it('lets nobody share an agent that one process has for itself, nor the reverse', () => {
    const whole = acquire()
    expect(() => acquire({ share: { index: 0, of: 2 } })).toThrow(SignerInUseError)
    whole[Symbol.dispose]()
    const half = acquire({ share: { index: 0, of: 2 } })
    expect(() => acquire()).toThrow(SignerInUseError)
    half[Symbol.dispose]()
    acquire()[Symbol.dispose]()
  })

  it('refuses a share of another division: their nonces would meet', () => {
    const half = acquire({ share: { index: 0, of: 2 } })
    expect(() => acquire({ share: { index: 1, of: 3 } })).toThrow(SignerInUseError)
    half[Symbol.dispose]()
    const third = acquire({ share: { index: 1, of: 3 } })
    expect(() => acquire({ share: { index: 1, of: 2 } })).toThrow(SignerInUseError)
    third[Symbol.dispose]()
  })

  it('keeps agents and shares apart', () => {
    const locks = [
      acquire({ address: '0x63DD5aCC6b1aa0f563956C0e534DD30B6dcF7C4e' }),
      acquire({ share: { index: 0, of: 2 } }),
      acquire({ share: { index: 1, of: 2 } }),
    ]
    expect(() => acquire({ share: { index: 1, of: 2 } })).toThrow(SignerInUseError)
    for (const lock of locks) lock[Symbol.dispose]()
  })
})
