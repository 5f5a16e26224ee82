import { existsSync, readFileSync, writeFileSync } from 'node:fs'

// An open database that nobody refers to is closed by the garbage collector, and its lock goes with it.
const held = new Set<object>()
/** SQLITE_BUSY: somebody else has the lock. */
const busy = 5
/** A look at the lock takes it for a moment as well; who wants it waits that out. */
const lookMs = 100

/**
 * Takes a lock that ends with the process, however it ends: the operating system holds it on an SQLite file. Local disks
 * only.
 *
 * @returns The way to give it back, or who has it.
 */
export function holdLock(stem: string, label: string): Disposable | string {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(`${stem}.lock`, { timeout: lookMs })
  try {
    database.exec('BEGIN EXCLUSIVE')
    writeFileSync(`${stem}.holder`, `${label} (process ${process.pid})\n`, { mode: 0o600 })
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    return readHolder(`${stem}.holder`)
  }
  held.add(database)
  return {
    [Symbol.dispose]() {
      if (held.delete(database)) database.close()
    },
  }
}

/** Whether a process holds a lock now. */
export function isLockHeld(stem: string): boolean {
  if (!existsSync(`${stem}.lock`)) return false
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(`${stem}.lock`, { readOnly: true, timeout: 0 })
  try {
    database.exec('SELECT count(*) FROM sqlite_schema')
    return false
  } catch (error) {
    if (!isBusy(error)) throw error
    return true
  } finally {
    database.close()
  }
}

const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === busy

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'another process'
  }
}
