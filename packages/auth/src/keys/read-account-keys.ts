import { access } from 'node:fs/promises'

import { ParameterError, Secret, type Violation } from '@aster/core'

import { AccountKeysError } from './account-keys-error.ts'
import { isAddress, isSameAddress } from './address.ts'
import { listCredentialNames, listPassphraseNames } from './credential-names.ts'
import { findCredential } from './find-credential.ts'
import { KeystoreError } from './keystore-error.ts'
import { computeKeyAddress } from './parse-private-key.ts'
import { type Credentials, readCredentials, type V3Credentials } from './read-credentials.ts'
import { readKeystore } from './read-keystore.ts'

export interface AccountKeysOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Name of the account; the common variables and `default.json` without one. */
  readonly alias?: string | undefined
  /** An encrypted keystore that must be there. Without it `.aster/keys/<alias>.json` is taken when it lies there. */
  readonly keystore?: string | undefined
  /** Address of the main wallet, for a key that comes from a keystore. */
  readonly wallet?: string | undefined
  /** A path as the person meant it who typed it. */
  readonly resolvePath: (path: string) => string
  /** Asks a person for the passphrase of a file when no variable holds it; undefined when nobody is there. */
  readonly askPassphrase?: ((file: string) => Promise<Secret | undefined>) | undefined
}

/** Where the keystore of an alias lies when no other place is named. */
export const defaultKeystore = (alias: string | undefined): string => `.aster/keys/${alias ?? 'default'}.json`

/**
 * The keys of an account, the same way in every program: out of the encrypted keystore that is named or lies at its place,
 * else out of the environment. Where both are, they must be the same key. Takes about a second with a keystore.
 *
 * @throws {AccountKeysError} No keys, a keystore that is missing, damaged or does not open, a wrong passphrase, or contradictions.
 */
export async function readAccountKeys(options: AccountKeysOptions): Promise<Credentials> {
  const { env, alias, keystore, resolvePath } = options
  const file = resolvePath(keystore ?? defaultKeystore(alias))
  if (keystore !== undefined || (await isThere(file))) return { v3: await openKeystore(options, file), v1: undefined }
  try {
    const credentials = readCredentials(env, { alias, required: 'any' })
    return { ...credentials, v3: credentials.v3 && withWallet(credentials.v3, options) }
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error
    const lines = error.violations.map(({ field, message }) => `${field} ${message}`).join('; ')
    throw new AccountKeysError('account', `has no keys: there is no ${file}, and ${lines}`, { cause: error })
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

async function openKeystore(options: AccountKeysOptions, file: string): Promise<V3Credentials> {
  const { env, alias } = options
  const violations: Violation[] = []
  const user = findCredential(env, 'user', alias, violations)
  const given = findCredential(env, 'privateKey', alias, violations)
  const [violation] = violations
  if (violation !== undefined) throw new AccountKeysError('account', `: ${violation.field} ${violation.message}`)
  const { privateKey, address } = await readKeystore({ file, password: await findPassphrase(options, file) }).catch(
    (error: unknown) => {
      if (!(error instanceof KeystoreError)) throw error
      throw new AccountKeysError('keystore', error.message, { cause: error })
    },
  )
  if (given !== undefined && !isKeyOf(given.value, address)) {
    throw new AccountKeysError('keystore', `${file} holds another key than ${given.name}; keep one of them`)
  }
  if (!isAddress(address)) throw new AccountKeysError('keystore', `${file} holds no usable address`)
  return withWallet({ privateKey, signer: address, user: asAddress(user?.value, user?.name) }, options)
}

function isKeyOf(text: string, address: string): boolean {
  try {
    return isSameAddress(computeKeyAddress(new Secret(text)), address)
  } catch {
    return false
  }
}

async function findPassphrase({ env, alias, askPassphrase }: AccountKeysOptions, file: string): Promise<Secret> {
  const names = listPassphraseNames(alias)
  const given = names.map((name) => env[name]).find((text) => text !== undefined && text !== '')
  if (given !== undefined) return new Secret(given)
  const typed = await askPassphrase?.(file)
  if (typed === undefined) throw new AccountKeysError('keystore', `needs its passphrase: set ${names.join(' or ')}`)
  return typed
}

function asAddress(text: string | undefined, name: string | undefined): V3Credentials['user'] {
  if (text === undefined || isAddress(text)) return text
  throw new AccountKeysError('wallet', `must be 0x and 40 hex digits, in ${name ?? 'wallet'} as well`)
}

/** The main wallet may be said by the settings or by the environment, and by both when they agree. */
function withWallet(v3: V3Credentials, { wallet, alias }: AccountKeysOptions): V3Credentials {
  const asked = asAddress(wallet, undefined)
  if (asked === undefined) return v3
  if (v3.user !== undefined && !isSameAddress(v3.user, asked)) {
    throw new AccountKeysError('wallet', `disagrees with ${listCredentialNames('user', alias)[0]}; set one of them`)
  }
  return { ...v3, user: asked }
}
