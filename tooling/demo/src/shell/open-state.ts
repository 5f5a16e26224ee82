import { mkdirSync, rmSync } from 'node:fs'

import { openStateFolder, type StateFolder } from '@aster/runtime'

import type { DemoContext } from './run-main.ts'
import { useFolder } from './use-folder.ts'

/**
 * Takes the state folder for this demo alone, before anything else is begun. Undefined over memory: a run that can be
 * repeated to the byte leaves nothing behind.
 *
 * @throws {StateFolderError} Another demo is on it, it is of a newer version, or the disk does not let us.
 */
export function openState({ values, resolvePath }: DemoContext): StateFolder | undefined {
  if (values.transport === 'memory') return undefined
  const folder = openStateFolder({ path: resolvePath(values.state), program: 'demo', version: 1 })
  // that of an earlier demo leads nowhere any more
  try {
    useFolder(folder.path, () => {
      rmSync(folder.file('connection.json'), { force: true })
      mkdirSync(folder.file('runs'), { recursive: true, mode: 0o700 })
    })
  } catch (error) {
    folder[Symbol.dispose]()
    throw error
  }
  return folder
}
