import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { SettingsError } from '@aster/runtime'

/** Foreign clients with a lockfile of their own, outside the workspace: nobody downloads them who does not ask. */
const directory = fileURLToPath(new URL('../../clients', import.meta.url))

/**
 * Installs the foreign clients exactly as locked, unless they are there.
 *
 * @throws {SettingsError} They cannot be installed, without a network for example.
 */
export async function installForeignPackages(note: (line: string) => void): Promise<void> {
  const manifest = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const isThere = (name: string) => existsSync(join(directory, 'node_modules', name, 'package.json'))
  if (Object.keys(manifest.dependencies).every(isThere)) return
  note('installs the foreign clients into tooling/proof/clients, once')
  try {
    const flags = ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel', 'error']
    await promisify(execFile)('npm', flags, { cwd: directory })
  } catch (cause) {
    const rule = 'the foreign clients could not be installed into tooling/proof/clients: npm ci failed there'
    throw new SettingsError([{ source: 'proof interop', field: undefined, rule, value: undefined }], { cause })
  }
}

/** Loads a foreign client. Its shape is what its documentation says; the caller writes down the little it uses. */
export const loadForeignPackage = <T>(name: string): T => createRequire(`${directory}/`)(name) as T

/** The version that is locked. */
export const readForeignVersion = async (name: string): Promise<string> => {
  const text = await readFile(join(directory, 'node_modules', name, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
