import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join, normalize } from 'node:path'

import { z } from 'zod'

import { isLockHeld } from './hold-lock.ts'
import type { StateFolder } from './open-state-folder.ts'
import { StateFolderError } from './state-folder-error.ts'
import { writeWhole } from './write-whole.ts'

const name = 'connection.json'
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

const isHere = (text: string): boolean => URL.canParse(text) && loopback.has(new URL(text).hostname)
const isInside = (path: string): boolean => !isAbsolute(path) && !normalize(path).startsWith('..')
const address = z.string().refine(isHere, 'must be on this machine')
const inside = z.string().refine(isInside, 'must be inside the folder')

const connectionSchema = z.object({
  format: z.literal('aster-connection'),
  version: z.literal(1),
  program: z.string(),
  processId: z.number().int(),
  startedMs: z.number(),
  /** When the program ended in order; missing while it runs, and after an end that it could not tell. */
  endedMs: z.number().optional(),
  /** Of a paper exchange. Addresses of other machines are refused: the key beside it must not travel. */
  restUrl: address,
  wsUrl: address,
  consoleUrl: address.optional(),
  /** Address of the account. */
  user: z.string(),
  /** Files of the running, or the last, program, relative to the folder. */
  keyFile: inside,
  journal: inside,
  feed: inside,
  /** Whole paths; the shared one first. */
  haltFiles: z.array(z.string().refine(isAbsolute, 'must be a whole path')).min(1),
})

/** How another program of this machine reaches a program that trades on paper. Holds no key. */
export type Connection = Omit<z.infer<typeof connectionSchema>, 'format' | 'version'>

/** Says in the state folder how the program on it is reached, whole or not at all. */
export function writeConnection(folder: Pick<StateFolder, 'file'>, connection: Connection): void {
  const facts = connectionSchema.parse({ format: 'aster-connection', version: 1, ...connection })
  writeWhole(folder.file(name), `${JSON.stringify(facts)}\n`)
}

/** A connection with its files as whole paths. */
export interface FoundConnection extends Connection {
  /** The program lives and holds the folder. */
  readonly isRunning: boolean
}

/**
 * Reads how the program on a state folder is, or was, reached. Disturbs nobody.
 *
 * @throws {StateFolderError} No program has left one there, or it cannot be read, or it leads away from this machine.
 */
export function readConnection(path: string): FoundConnection {
  const file = join(path, name)
  if (!existsSync(file)) {
    throw new StateFolderError(path, 'absent', `has no ${name}: no program that trades on paper is ready on it`)
  }
  let found: Connection
  try {
    found = connectionSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join(', ')
        : 'no JSON'
    throw new StateFolderError(path, 'format', `has a ${name} that cannot be used: ${reason}`, { cause: error })
  }
  return {
    ...found,
    keyFile: join(path, found.keyFile),
    journal: join(path, found.journal),
    feed: join(path, found.feed),
    isRunning: found.endedMs === undefined && isLockHeld(join(path, 'folder')),
  }
}
