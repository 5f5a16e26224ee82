import { closeSync, openSync, writeSync } from 'node:fs'

import type { DemoContext } from './run-main.ts'

export interface EventLog {
  readonly write: ((line: string) => void) | undefined
  readonly close: () => void
}

export interface EventLog {
  /** Undefined without the flag. */
  readonly write: ((line: string) => void) | undefined
  readonly close: () => void
}

/** Writes lines to the file of `--event-log`, at once, so that another process can follow. Without the flag: nowhere. */
export function openEventLog(context: DemoContext): EventLog {
  const { values, settings, resolvePath } = context
  if (values.eventLog === undefined) return { write: undefined, close: () => {} }
  const path = resolvePath(values.eventLog)
  let file: number
  try {
    file = openSync(path, 'w')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw settings.refuse('eventLog', `names a file that cannot be written (${reason})`, { cause: error })
  }
  return {
    write: (line) => void writeSync(file, `${line}\n`),
    close: () => closeSync(file),
  }
}
