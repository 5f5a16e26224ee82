import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Who holds a lock, as it said of itself. */
export interface LockHolder {
  readonly label: string
  readonly processId: number
  /** Grows with each holder. */
  readonly fence: number
}

export interface FileLock extends Disposable {
  readonly fence: number
  /**
   * Whether the lock is still ours: somebody may have removed or restored its files under us. A look at one small file;
   * ask before each act that must not be done by two.
   */
  isHeld(): boolean
}

// an open database that nobody refers to is closed by the garbage collector, and its lock goes with it
const held = new Set<object>()
/** SQLITE_BUSY: somebody else has the lock. */
const busy = 5

/**
 * Takes a lock that the operating system holds for us until it is disposed or the process ends in any way, kill -9
 * included: nothing stale is left behind. Local disks only.
 *
 * @param stem - Path without an ending; `.lock` and `.holder` are put beside each other.
 * @returns The lock, or who has it.
 * @throws {Error} The folder or the files cannot be written.
 */
export function acquireFileLock(stem: string, label: string): FileLock | { readonly holder: LockHolder | undefined } {
  mkdirSync(dirname(stem), { recursive: true, mode: 0o700 })
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(`${stem}.lock`, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    return { holder: readLockHolder(stem) }
  }
  const fence = (readLockHolder(stem)?.fence ?? 0) + 1
  try {
    const holder: LockHolder = { label, processId: process.pid, fence }
    writeFileSync(`${stem}.holder-new`, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
    renameSync(`${stem}.holder-new`, `${stem}.holder`)
  } catch (error) {
    database.close()
    throw error
  }
  held.add(database)
  return {
    fence,
    isHeld() {
      const now = readLockHolder(stem)
      return held.has(database) && now?.fence === fence && now.processId === process.pid
    },
    [Symbol.dispose]() {
      if (held.delete(database)) database.close()
    },
  }
}

/** The last holder of a lock, whether it still lives or not. */
export function readLockHolder(stem: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(`${stem}.holder`, 'utf8')) as LockHolder
  } catch {
    return undefined
  }
}

const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === busy
