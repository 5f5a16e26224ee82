import { readFileSync } from 'node:fs'

import {
  AccountKeysError,
  computeKeyAddress,
  type Credentials,
  listPassphraseNames,
  readAccountKeys,
} from '@aster/auth'
import { Secret } from '@aster/core'
import type { FoundConnection } from '@aster/runtime'

import { askSecret, canAsk } from './ask.ts'
import type { CliContext } from './command.ts'

/** The passphrase of the environment; asked for on a terminal where there is none. */
export async function readPassphrase(context: CliContext, question: string): Promise<Secret> {
  const names = listPassphraseNames(context.values.account)
  const given = names.map((name) => context.env[name]).find((text) => text !== undefined && text !== '')
  if (given !== undefined) return new Secret(given)
  if (canAsk(context)) return askSecret(context, question)
  throw context.settings.refuse('keystore', `needs a passphrase: set ${names.join(' or ')}`)
}

/**
 * Keys of the chosen account: from its keystore, else from the environment.
 *
 * @param passphrase - What a person typed already.
 * @throws {SettingsError} There are none, or they cannot be used.
 */
export async function readKeys(context: CliContext, passphrase?: Secret): Promise<Credentials> {
  const { values, settings, env, resolvePath } = context
  const { account: alias, keystore, wallet } = values
  try {
    return await readAccountKeys({
      env,
      alias,
      keystore,
      wallet,
      resolvePath,
      askPassphrase: async (file) =>
        passphrase ?? (canAsk(context) ? askSecret(context, `Passphrase of ${file}`) : undefined),
    })
  } catch (error) {
    if (error instanceof AccountKeysError) throw settings.refuse(error.field, error.message, { cause: error })
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
