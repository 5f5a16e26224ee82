import { openStateFolder, type SettingsError, type StateFolder, StateFolderError } from '@aster/runtime'

import { migrateToAccounts } from './migrate-to-accounts.ts'

/**
 * Opens the folder of the server, in the layout of this version. What stands against it is a mistake in the settings:
 * another folder has to be named.
 *
 * @throws {SettingsError} Held, newer, broken, full or not writable.
 */
export function openDataFolder(
  path: string,
  options: {
    /** Whose the signals of the first layout are. */
    readonly mainAccount: string
    readonly refuse: (rule: string, options: ErrorOptions) => SettingsError
  },
): StateFolder {
  const migrations = [(folder: string) => migrateToAccounts(folder, options.mainAccount)]
  try {
    return openStateFolder({ path, program: 'webhook-server', version: 2, migrations })
  } catch (error) {
    if (!(error instanceof StateFolderError)) throw error
    throw options.refuse(error.message.replace(`The state folder ${path} `, ''), { cause: error })
  }
}
