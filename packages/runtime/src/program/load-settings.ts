import type { SettingFields, SettingsDefinition } from '../settings/define-settings.ts'
import { parseField } from '../settings/parse-field.ts'
import { parseSettings, type Settings } from '../settings/parse-settings.ts'
import { readEnvironment } from '../settings/read-environment.ts'
import { readFlags } from '../settings/read-flags.ts'
import type { SettingsFile } from '../settings/read-settings-file.ts'
import { SettingsError } from '../settings/settings-error.ts'
import type { ProgramHost } from './program-host.ts'
import { readDotenv } from './read-dotenv.ts'
import { resolvePath } from './resolve-path.ts'

/**
 * Reads a program's settings from everything around it: flags, environment, the file of `--config`, and `.env` in the
 * folder where the command was typed.
 *
 * @throws {SettingsError} Anything is wrong, the files included.
 */
export function loadSettings<F extends SettingFields>(
  definition: SettingsDefinition<F>,
  host: Pick<ProgramHost, 'env' | 'cwd' | 'readTextFile'>,
  argv: readonly string[],
): Settings<F> {
  return parseSettings(definition, {
    argv,
    env: host.env,
    file: readConfigFile(definition, host, argv),
    dotenv: readDotenv(host),
  })
}

function readConfigFile<F extends SettingFields>(
  definition: SettingsDefinition<F>,
  host: Pick<ProgramHost, 'env' | 'cwd' | 'readTextFile'>,
  argv: readonly string[],
): SettingsFile | undefined {
  const given =
    readFlags(definition.fields, argv).given.get('config') ?? readEnvironment(definition, host.env).given.get('config')
  if (given === undefined) return undefined
  const parsed = parseField('config', definition.fields.config, given)
  if ('mistakes' in parsed) throw new SettingsError(parsed.mistakes)
  const name = String(parsed.value)
  const text = readOrRefuse(
    host,
    resolvePath(host, name),
    (rule) => new SettingsError([{ source: given.source, field: 'config', rule, value: name }]),
  )
  return { name, text }
}

function readOrRefuse(
  host: Pick<ProgramHost, 'readTextFile'>,
  path: string,
  refuse: (rule: string) => SettingsError,
): string {
  let text: string | undefined
  try {
    text = host.readTextFile(path)
  } catch (error) {
    throw refuse(`names a file that cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
  if (text === undefined) throw refuse('names a file that does not exist')
  return text
}
