import type { CliContext } from './command.ts'

/**
 * Touches a file that a setting names.
 *
 * @throws {SettingsError} The disk does not allow it: names the setting and the reason.
 */
export function refuseFailure<T>(
  { settings }: Pick<CliContext, 'settings'>,
  field: 'output' | 'feed' | 'journal' | 'haltFile' | 'state',
  what: 'read' | 'written',
  act: () => T,
): T {
  try {
    return act()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw settings.refuse(field, `cannot be ${what}: ${reason}`, { cause: error })
  }
}
