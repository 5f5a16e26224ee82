import { parseEnv } from 'node:util'

import type { SettingsFile } from '../settings/read-settings-file.ts'
import { SettingsError } from '../settings/settings-error.ts'
import type { ProgramHost } from './program-host.ts'
import { findStartFolder, resolvePath } from './resolve-path.ts'

/**
 * The `.env` file of the folder in which the command was typed; undefined where there is none.
 *
 * @throws {SettingsError} It cannot be read.
 */
export function readDotenv(host: Pick<ProgramHost, 'env' | 'cwd' | 'readTextFile'>): SettingsFile | undefined {
  try {
    const text = host.readTextFile(resolvePath({ cwd: findStartFolder(host), env: {} }, '.env'))
    return text === undefined ? undefined : { name: '.env', text }
  } catch (error) {
    const rule = `cannot be read (${error instanceof Error ? error.message : String(error)})`
    throw new SettingsError([{ source: '.env', field: undefined, rule, value: undefined }], { cause: error })
  }
}

/** The environment with what `.env` adds to it. An empty variable counts as not given. */
export function mergeEnvironment(
  env: ProgramHost['env'],
  dotenv: SettingsFile | undefined,
): Readonly<Record<string, string | undefined>> {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value !== '')
  return { ...(dotenv === undefined ? {} : parseEnv(dotenv.text)), ...Object.fromEntries(given) }
}
