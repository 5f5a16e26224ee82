import { existsSync, readFileSync } from 'node:fs'

import { computeKeyAddress, type Credentials, KeystoreError, readCredentials, readKeystore } from '@aster/auth'
import { Secret } from '@aster/core'
import type { FoundConnection } from '@aster/runtime'

import { askSecret, canAsk } from './ask.ts'
import type { CliContext } from './command.ts'

/** Variables that may hold the passphrase, the one of the account first. */
export function listPassphraseNames(alias: string | undefined): readonly string[] {
  const common = 'ASTER_KEYSTORE_PASSPHRASE'
  return alias === undefined ? [common] : [`ASTER_${toInfix(alias)}_KEYSTORE_PASSPHRASE`, common]
}

const toInfix = (alias: string): string => alias.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')

/** Where the keystore of an alias lies when no other place is named. */
export const defaultKeystore = (alias: string | undefined): string => `.aster/keys/${alias ?? 'default'}.json`

/** The passphrase of the environment; asked for on a terminal where there is none. */
export async function readPassphrase(context: CliContext, question: string): Promise<Secret> {
  const names = listPassphraseNames(context.values.account)
  const given = names.map((name) => context.env[name]).find((text) => text !== undefined && text !== '')
  if (given !== undefined) return new Secret(given)
  if (canAsk(context)) return askSecret(context, question)
  throw context.settings.refuse('keystore', `needs its passphrase: set ${names.join(' or ')}`)
}

/**
 * Keys of the chosen account: from the keystore that is named or lies at its place, else from the environment.
 *
 * @throws {SettingsError} The keystore is missing, damaged, or the passphrase is wrong.
 * @throws {ParameterError} The environment holds no keys, or contradictory ones.
 */
export async function readKeys(context: CliContext): Promise<Credentials> {
  const { values, settings, env, resolvePath } = context
  const file = resolvePath(values.keystore ?? defaultKeystore(values.account))
  if (values.keystore === undefined && !existsSync(file)) return readCredentials(env, { alias: values.account })
  const password = await readPassphrase(context, `Passphrase of ${file}`)
  try {
    const { privateKey, address } = await readKeystore({ file, password })
    const user = values.wallet
    return {
      v3: { privateKey, signer: address as `0x${string}`, user: user as `0x${string}` | undefined },
      v1: undefined,
    }
  } catch (error) {
    if (error instanceof KeystoreError) throw settings.refuse('keystore', error.message)
    throw error
  }
}

/**
 * The key that a program on paper has left for commands like this one: an agent of its account, worth nothing elsewhere.
 *
 * @throws {SettingsError} It is gone.
 */
export function readPaperKey({ settings }: CliContext, program: FoundConnection): Credentials {
  let text: string
  try {
    text = readFileSync(program.keyFile, 'utf8').trim()
  } catch (error) {
    throw settings.refuse('state', `names a folder whose ${program.keyFile} cannot be read`, { cause: error })
  }
  const privateKey = new Secret(text)
  const signer = computeKeyAddress(privateKey)
  return { v3: { privateKey, signer, user: program.user as `0x${string}` }, v1: undefined }
}
