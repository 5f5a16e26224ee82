import { openStateFolder, type SettingsError, type StateFolder, StateFolderError } from '@aster/runtime'

/** Opens the folder of the server. What stands against it is a mistake in the settings: another folder has to be named. */
export function openDataFolder(
  path: string,
  refuse: (rule: string, options: ErrorOptions) => SettingsError,
): StateFolder {
  try {
    return openStateFolder({ path, program: 'webhook-server', version: 1 })
  } catch (error) {
    if (!(error instanceof StateFolderError)) throw error
    throw refuse(error.message.replace(`The state folder ${path} `, ''), { cause: error })
  }
}
