import { AsterError } from '@aster/core'
import { StateFolderError } from '@aster/runtime'

/**
 * Does something in a state folder. What the disk does not allow is refused as the folder itself would be, before
 * anything has begun.
 *
 * @throws {StateFolderError}
 */
export function useFolder<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof AsterError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StateFolderError(path, 'writable', `cannot be used: ${reason}`, { cause: error })
  }
}
