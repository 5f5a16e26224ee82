import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'

import { ParameterError, Secret } from '@aster/core'
import { Wallet } from 'ethers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { generateAgentKey } from './generate-agent-key.ts'
import { KeystoreError } from './keystore-error.ts'
import { computeKeyAddress } from './parse-private-key.ts'
import { readKeystore } from './read-keystore.ts'
import { writeKeystore } from './write-keystore.ts'

const password = new Secret('correct horse battery staple')
let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'aster-keystore-'))
})
afterEach(() => rm(directory, { recursive: true }))

const write = (privateKey: Secret) =>
  writeKeystore({ file: join(directory, 'keys', 'agent.json'), privateKey, password, scryptN: 1024 })
const file = () => join(directory, 'keys', 'agent.json')

describe('keystore', () => {
  it('gives back the key that was written, to us and to ethers', async () => {
    const privateKey = generateAgentKey()
    const address = await write(privateKey)
    expect(address).toBe(computeKeyAddress(privateKey))
    const read = await readKeystore({ file: file(), password })
    expect([read.address, read.privateKey.reveal()]).toEqual([address, privateKey.reveal()])
    const foreign = await Wallet.fromEncryptedJson(await readFile(file(), 'utf8'), password.reveal())
    expect(foreign.privateKey).toBe(privateKey.reveal())
  })

  it('is readable by its owner only and holds no byte of the key in clear', async () => {
    const privateKey = generateAgentKey()
    await write(privateKey)
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(await readFile(file(), 'utf8')).not.toContain(privateKey.reveal().slice(2, 14))
  })

  it('never overwrites a key', async () => {
    await write(generateAgentKey())
    const before = await readFile(file(), 'utf8')
    await expect(write(generateAgentKey())).rejects.toThrow('never overwritten')
    expect(await readFile(file(), 'utf8')).toBe(before)
  })

  it('refuses a wrong password without repeating it or the file', async () => {
    await write(generateAgentKey())
    const wrong = new Secret('a guess that is wrong')
    const error: unknown = await readKeystore({ file: file(), password: wrong }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(KeystoreError)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/a guess|ciphertext|correct horse/)
    expect(error).toMatchObject({ reason: 'wrongPassword' })
  })

  it('names a missing file, and one that is no keystore', async () => {
    await expect(readKeystore({ file: file(), password })).rejects.toMatchObject({ reason: 'missing' })
    const other = join(directory, 'other.json')
    await writeFile(other, '{}')
    await expect(readKeystore({ file: other, password })).rejects.toMatchObject({ reason: 'notKeystore' })
  })

  it.each([
    ['damaged', 'another address', /"address":"[^"]*"/, '"address":"63dd5acc6b1aa0f563956c0e534dd30b6dcf7c4e"'],
    ['damaged', 'a derivation nobody knows', /"kdf":"scrypt"/, '"kdf":"none"'],
    ['damaged', 'a cost beyond reason', /"n":1024/, '"n":1099511627776'],
    // the same sum guards the key and the password
    ['wrongPassword', 'a key that is cut off', /"ciphertext":"..../, '"ciphertext":"'],
  ])('says %s of a file with %s', async (reason, _name, found, replacement) => {
    await write(generateAgentKey())
    const text = await readFile(file(), 'utf8')
    expect(text).toMatch(found)
    await writeFile(file(), text.replace(found, replacement))
    const error: unknown = await readKeystore({ file: file(), password }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'KeystoreError', reason })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/correct horse|ciphertext/)
  })

  it('refuses to write with an empty password, which hides nothing', async () => {
    const empty = { file: file(), privateKey: generateAgentKey(), password: new Secret(''), scryptN: 1024 }
    await expect(writeKeystore(empty)).rejects.toThrow(ParameterError)
    await expect(stat(file())).rejects.toThrow('ENOENT')
  })

  it('says so when the folder cannot be made', async () => {
    await writeFile(join(directory, 'keys'), '')
    await expect(write(generateAgentKey())).rejects.toMatchObject({ name: 'KeystoreError', reason: 'unreadable' })
  })

  it('leaves no file behind when the key is none', async () => {
    await expect(write(new Secret('0x12'))).rejects.toThrow('64 hex digits')
    await expect(stat(file())).rejects.toThrow('ENOENT')
  })
})
