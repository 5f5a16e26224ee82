import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { SettingsError } from '@aster/runtime'

/** Foreign clients with a lockfile of their own, outside the workspace: nobody downloads them who does not compare. */
export const peersDirectory = fileURLToPath(new URL('../../peers', import.meta.url))

/**
 * Installs the peers exactly as locked, unless they are there.
 *
 * @throws {SettingsError} They cannot be installed, without a network for example.
 */
export async function installPeers(name: string, note: (line: string) => void): Promise<void> {
  if (existsSync(join(peersDirectory, 'node_modules', name, 'package.json'))) return
  note(`installs ${name} into tooling/bench/peers, once`)
  try {
    const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']
    await promisify(execFile)('npm', flags, { cwd: peersDirectory })
  } catch (cause) {
    const rule = `${name} could not be installed into tooling/bench/peers: npm ci failed there`
    throw new SettingsError([{ source: 'bench', field: undefined, rule, value: undefined }], { cause })
  }
}
