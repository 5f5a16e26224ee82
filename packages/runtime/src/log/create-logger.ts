import type { Clock } from '@aster/core'
import { pino } from 'pino'
import pretty from 'pino-pretty'

import type { Output } from '../program/program-host.ts'
import { createRedactor, type Redactor } from '../redaction/create-redactor.ts'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface Logger {
  debug(message: string, facts?: object): void
  info(message: string, facts?: object): void
  warn(message: string, facts?: object): void
  error(message: string, facts?: object): void
  /** A logger whose lines all carry these facts: `{ correlationId }` from a signal to its fills. */
  child(facts: object): Logger
}

export interface LoggerOptions {
  readonly name: string
  readonly clock: Pick<Clock, 'now'>
  readonly output: Pick<Output, 'write' | 'isTerminal'>
  /** `auto`: for people on a terminal, JSON elsewhere. */
  readonly format?: 'auto' | 'human' | 'json' | undefined
  /** `info` by default. */
  readonly level?: LogLevel | undefined
  readonly redactor?: Redactor | undefined
  /** Every line as JSON as well, for a file. */
  readonly file?: { write(line: string): void } | undefined
  /** Colours for people; off where NO_COLOR is set. */
  readonly color?: boolean | undefined
}

/**
 * Lines about what a program does: for people on a terminal, JSON elsewhere. Secrets are hidden by the names of fields, by
 * the shape of texts and by value, in messages, facts and errors alike.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { name, clock, output, format = 'auto', level = 'info', file, color = false } = options
  const redactor = options.redactor ?? createRedactor()
  const isHuman = format === 'human' || (format === 'auto' && output.isTerminal)
  const beautify = isHuman
    ? pretty.prettyFactory({
        colorize: color,
        translateTime: 'SYS:HH:MM:ss.l',
        ignore: 'pid,hostname,name',
        singleLine: true,
      })
    : undefined
  const write = (line: string): void => {
    file?.write(line.trimEnd())
    output.write(beautify === undefined ? line : String(beautify(line)))
  }
  const log = pino({ name, level, base: { name }, timestamp: () => `,"time":${clock.now()}` }, { write })
  return wrap({ log, redactor }, {})
}

type Writer = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'>

/** @param base - Facts of every line, hidden already. */
function wrap(parts: { readonly log: Writer; readonly redactor: Redactor }, base: object): Logger {
  const { log, redactor } = parts
  const write = (level: 'debug' | 'info' | 'warn' | 'error', message: string, facts: object | undefined): void => {
    if (!log.isLevelEnabled(level)) return
    // every text of ours is hidden here, once; what pino adds is only level, time and name
    const shown = facts === undefined ? base : { ...base, ...(redactor.redactValue(facts) as object) }
    log[level](shown, redactor.redactText(message))
  }
  return {
    debug: (message, facts) => write('debug', message, facts),
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
    child: (facts) => wrap(parts, { ...base, ...(redactor.redactValue(facts) as object) }),
  }
}
