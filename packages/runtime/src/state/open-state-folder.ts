import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { makeFolder } from '../files/make-folder.ts'
import { holdLock } from './hold-lock.ts'
import { StateFolderError } from './state-folder-error.ts'
import { writeWhole } from './write-whole.ts'

/** Brings a folder from one version to the next. It may be interrupted and run again. */
export type Migration = (folder: string) => void

export interface StateFolderOptions {
  readonly path: string
  /** Whose state it is; a folder of another program is refused. */
  readonly program: string
  /** Of the layout inside; from 1. */
  readonly version: number
  /** `migrations[n]` brings version n + 1 to n + 2. */
  readonly migrations?: readonly Migration[] | undefined
  /** Free space below which nothing is begun; 32 MiB by default. */
  readonly leastFreeBytes?: number | undefined
}

export interface StateFolder extends Disposable {
  readonly path: string
  /** True when this start made it. */
  readonly isNew: boolean
  /** How often programs were started on it, this start included. */
  readonly starts: number
  file(name: string): string
  /** Bytes left on the disk it is on. */
  freeBytes(): number
}

const stateSchema = z.object({
  format: z.literal('aster-state'),
  program: z.string(),
  version: z.number().int().positive(),
  starts: z.number().int().nonnegative(),
})
type State = z.infer<typeof stateSchema>

const mebibyte = 1024 * 1024

/**
 * Opens the folder in which a program keeps what must outlive it: one program at a time, of a version it understands. An
 * older layout is brought up to date step by step; a newer one is refused, since writing into it could corrupt it.
 *
 * @throws {StateFolderError} Held by another process, of a newer version, of another program, broken, full, or not writable.
 */
export function openStateFolder(options: StateFolderOptions): StateFolder {
  const { path, program, version, migrations = [], leastFreeBytes = 32 * mebibyte } = options
  const lock = prepare(path, program)
  try {
    const freeBytes = () => {
      const { bavail, bsize } = statfsSync(path)
      return bavail * bsize
    }
    if (freeBytes() < leastFreeBytes) {
      const left = Math.floor(freeBytes() / mebibyte)
      throw new StateFolderError(
        path,
        'space',
        `has ${left} MiB left on its disk; ${leastFreeBytes / mebibyte} are needed`,
      )
    }
    const stateFile = join(path, 'state.json')
    const before = readState(path, stateFile)
    assertOurs(path, before, options)
    let state: State = before ?? { format: 'aster-state', program, version, starts: 0 }
    while (state.version < version) {
      const migrate = migrations[state.version - 1]
      if (migrate === undefined) {
        throw new StateFolderError(path, 'version', `is of version ${state.version} and nothing brings it further`)
      }
      migrate(path)
      state = { ...state, version: state.version + 1 }
      writeState(stateFile, state)
    }
    state = { ...state, starts: state.starts + 1 }
    writeState(stateFile, state)
    return {
      path,
      isNew: before === undefined,
      starts: state.starts,
      file: (name) => join(path, name),
      freeBytes,
      [Symbol.dispose]: () => lock[Symbol.dispose](),
    }
  } catch (error) {
    lock[Symbol.dispose]()
    throw error
  }
}

function prepare(path: string, program: string): Disposable {
  try {
    makeFolder(path)
    const probe = join(path, `.probe-${process.pid}`)
    writeFileSync(probe, 'x')
    rmSync(probe)
    const lock = holdLock(join(path, 'folder'), program)
    if (typeof lock !== 'string') return lock
    throw new StateFolderError(path, 'lock', `is in use by ${lock}; stop it, or give this program a folder of its own`)
  } catch (error) {
    if (error instanceof StateFolderError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StateFolderError(path, 'writable', `cannot be written: ${reason}`, { cause: error })
  }
}

function readState(path: string, stateFile: string): State | undefined {
  if (!existsSync(stateFile)) return undefined
  try {
    return stateSchema.parse(JSON.parse(readFileSync(stateFile, 'utf8')))
  } catch (error) {
    throw new StateFolderError(path, 'format', 'has a state.json that cannot be read; restore it from a copy', {
      cause: error,
    })
  }
}

function assertOurs(path: string, state: State | undefined, { program, version }: StateFolderOptions): void {
  if (state === undefined) return
  if (state.program !== program) {
    throw new StateFolderError(path, 'owner', `belongs to ${state.program}, not to ${program}`)
  }
  if (state.version > version) {
    throw new StateFolderError(
      path,
      'version',
      `was written by a newer version (${state.version}; this one knows ${version}); update the program`,
    )
  }
}

const writeState = (file: string, state: State): void => writeWhole(file, `${JSON.stringify(state)}\n`)
