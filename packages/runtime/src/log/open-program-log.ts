import type { Clock } from '@aster/core'

import { openRotatingFile } from '../files/rotating-file.ts'
import type { Output } from '../program/program-host.ts'
import type { Redactor } from '../redaction/create-redactor.ts'
import { createLogger, type Logger } from './create-logger.ts'
import type { LogValues } from './log-settings.ts'

export interface ProgramLogOptions {
  readonly name: string
  readonly values: LogValues
  readonly clock: Clock
  readonly output: Pick<Output, 'write' | 'isTerminal'>
  readonly resolvePath: (path: string) => string
  readonly redactor: Redactor
  /** Of the program: lines that wait are written also when it ends at once. */
  readonly atExit: (callback: () => void) => void
  /** `settings.refuse` of the program. */
  readonly refuse: (field: 'logFile', rule: string) => Error
}

/** Lines are put into words together: one by one, between orders, each would cost several times as much. */
const wordsEveryMs = 20

/** The log of a program, and what writes the last lines of its file. */
export interface ProgramLog extends Disposable {
  readonly log: Logger
}

/**
 * Opens the log that {@link logFields} describe: for people or JSON on `output`, and rotated on disk where a file is named.
 * A disk that fills up later loses lines and stops nothing; it is said on `output`.
 *
 * @throws {SettingsError} The file cannot be written.
 */
export function openProgramLog(options: ProgramLogOptions): ProgramLog {
  const { name, values, clock, output, redactor } = options
  const file = openFile(options, (detail) => log.warn('log file', { detail }))
  const defer = (write: () => void): void => void clock.schedule(wordsEveryMs, write)
  const log = createLogger({ name, clock, output, redactor, level: values.logLevel, file, defer })
  options.atExit(() => log.flush())
  return {
    log,
    [Symbol.dispose]() {
      log.flush()
      file?.close()
    },
  }
}

function openFile({ values, clock, resolvePath, refuse }: ProgramLogOptions, tell: (detail: string) => void) {
  if (values.logFile === undefined) return undefined
  try {
    return openRotatingFile({ path: resolvePath(values.logFile), clock, onTrouble: ({ detail }) => tell(detail) })
  } catch (error) {
    throw refuse('logFile', `cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}
