import { listPassphraseNames } from '@aster/auth'
import { Secret } from '@aster/core'

import { askSecret, canAsk } from './ask.ts'
import type { CliContext } from './command.ts'

const shortestPassphrase = 8

/**
 * A passphrase for a new keystore: of the environment, else typed twice.
 *
 * @throws {SettingsError} There is none, it is too short, or the two differ.
 */
export async function choosePassphrase(context: CliContext): Promise<Secret> {
  const { env, values, settings } = context
  const names = listPassphraseNames(values.account)
  const given = names.map((name) => env[name]).find((text) => text !== undefined && text !== '')
  if (given === undefined && !canAsk(context)) {
    throw settings.refuse('keystore', `needs a passphrase: set ${names.join(' or ')}`)
  }
  const chosen = given === undefined ? await askSecret(context, 'Passphrase of the keystore') : new Secret(given)
  if (chosen.reveal().length < shortestPassphrase) {
    throw settings.refuse('keystore', `needs a passphrase of at least ${shortestPassphrase} characters`)
  }
  if (given === undefined && (await askSecret(context, 'The same again')).reveal() !== chosen.reveal()) {
    throw settings.refuse('keystore', 'got two different passphrases')
  }
  return chosen
}
