import { readFile } from 'node:fs/promises'

import { Secret } from '@aster/core'

import { KeystoreError } from './keystore-error.ts'

export interface ReadKeystoreOptions {
  readonly file: string
  readonly password: Secret
}

/**
 * Reads the key out of an encrypted keystore file. Takes about a second, as the file's cost of scrypt demands.
 *
 * @throws {KeystoreError} The file is missing, no keystore or damaged, or the password is wrong; `reason` says which. A
 * file whose key was changed looks like a wrong password.
 */
export async function readKeystore(options: ReadKeystoreOptions): Promise<{ privateKey: Secret; address: string }> {
  const { file, password } = options
  const json = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new KeystoreError(file, 'missing', 'does not exist')
    throw new KeystoreError(file, 'unreadable', `cannot be read: ${error.code ?? 'unknown error'}`)
  })
  const { decryptKeystoreJson, isKeystoreJson } = await import('ethers')
  if (!isKeystoreJson(json)) throw new KeystoreError(file, 'notKeystore', 'is not an Ethereum V3 keystore')
  // The library's error would carry its arguments, so it is not passed on.
  const account = await decryptKeystoreJson(json, password.reveal()).catch((error: unknown) => {
    return isAboutPassword(error) ? ('wrongPassword' as const) : ('damaged' as const)
  })
  if (account === 'wrongPassword') throw new KeystoreError(file, account, 'does not open with this password')
  if (account === 'damaged') throw new KeystoreError(file, account, 'is damaged, or was changed')
  return { privateKey: new Secret(account.privateKey), address: account.address }
}

const isAboutPassword = (error: unknown): boolean =>
  error instanceof Error && 'argument' in error && error.argument === 'password'
