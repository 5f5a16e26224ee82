import { AccountKeysError, type Credentials, listPassphraseNames, readAccountKeys } from '@aster/auth'
import { Secret } from '@aster/core'

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
