import { chmod, type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

import { ParameterError, type Secret } from '@aster/core'

import { KeystoreError } from './keystore-error.ts'
import { computeKeyAddress } from './parse-private-key.ts'

export interface WriteKeystoreOptions {
  readonly file: string
  readonly privateKey: Secret
  readonly password: Secret
  /** Cost of scrypt, a power of two; 131072 by default, as Ethereum clients use. */
  readonly scryptN?: number | undefined
}

/**
 * Writes a key into an encrypted file (Ethereum V3 keystore, as every Ethereum wallet reads it) that only its owner may
 * read (mode 0600). Never overwrites. Takes about a second, on purpose: so does every guess at the password.
 *
 * @returns The address of the key.
 * @throws {ParameterError} It is not a private key, or the password is empty.
 * @throws {KeystoreError} The file exists, or its folder cannot be written.
 */
export async function writeKeystore(options: WriteKeystoreOptions): Promise<string> {
  const { file, privateKey, password, scryptN = 131_072 } = options
  if (password.reveal() === '') {
    const violation = { field: 'password', rule: 'required', value: 'hidden', message: 'must not be empty' }
    throw new ParameterError('writeKeystore', [violation])
  }
  const address = computeKeyAddress(privateKey)
  const { encryptKeystoreJson } = await import('ethers')
  const account = { address, privateKey: `0x${privateKey.reveal().slice(-64)}` }
  // Before the file is made: who ends the program during this second leaves no empty file in the way of the next attempt.
  const json = await encryptKeystoreJson(account, password.reveal(), { scrypt: { N: scryptN, r: 8, p: 1 } })
  const handle = await createFile(file)
  try {
    await handle.writeFile(`${json}\n`)
    await handle.sync()
  } catch (error) {
    await handle.close()
    await rm(file, { force: true })
    throw error
  }
  await handle.close()
  await chmod(file, 0o600)
  return address
}

async function createFile(file: string): Promise<FileHandle> {
  const refuse = (error: NodeJS.ErrnoException): never => {
    throw new KeystoreError(file, 'unreadable', `cannot be written: ${error.code ?? 'unknown error'}`, { cause: error })
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch(refuse)
  return open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new KeystoreError(file, 'exists', 'exists already; keys are never overwritten')
    return refuse(error)
  })
}
