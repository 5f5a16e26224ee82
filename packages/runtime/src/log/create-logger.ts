import type { Clock } from '@aster/core'
import { pino } from 'pino'
import pretty from 'pino-pretty'

import type { Output } from '../program/program-host.ts'
import { createRedactor, type Redactor } from '../redaction/create-redactor.ts'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** What a line says besides its message, or what finds it out when the line is put into words. */
export type LogFacts = object | (() => object)

export interface Logger {
  debug(message: string, facts?: LogFacts): void
  info(message: string, facts?: LogFacts): void
  warn(message: string, facts?: LogFacts): void
  error(message: string, facts?: LogFacts): void
  /** A logger whose lines all carry these facts: `{ correlationId }` from a signal to its fills. */
  child(facts: object): Logger
  /** Writes the lines that wait; see `defer`. */
  flush(): void
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
  /**
   * Calls back soon, when the program has a moment: lines are put into words then, in their order and with the time at which
   * they were said, and whoever says them goes on at once. Without it every line is written at once. Errors always are.
   */
  readonly defer?: ((write: () => void) => void) | undefined
}

/** More lines than these do not wait: putting them into words would take too long at once. */
const mostWaiting = 200

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
  let atMs = 0
  const log = pino({ name, level, base: { name }, timestamp: () => `,"time":${atMs}` }, { write })
  const waiting: Line[] = []

  const put = (line: Line): void => {
    ;({ atMs } = line)
    const { base } = line
    const facts: object | undefined = typeof line.facts === 'function' ? (line.facts as () => object)() : line.facts
    // every text of ours is hidden here, once; what pino adds is only level, time and name
    const shown = facts === undefined ? base : { ...base, ...(redactor.redactValue(facts) as object) }
    log[line.level](shown, redactor.redactText(line.message))
  }
  const flush = (): void => {
    for (const line of waiting.splice(0)) put(line)
  }
  const say = (line: Omit<Line, 'atMs'>): void => {
    if (!log.isLevelEnabled(line.level)) return
    waiting.push({ ...line, atMs: clock.now() })
    if (options.defer === undefined || line.level === 'error' || waiting.length >= mostWaiting) flush()
    else if (waiting.length === 1) options.defer(flush)
  }
  const wrap = (base: object): Logger => ({
    debug: (message, facts) => say({ level: 'debug', message, facts, base }),
    info: (message, facts) => say({ level: 'info', message, facts, base }),
    warn: (message, facts) => say({ level: 'warn', message, facts, base }),
    error: (message, facts) => say({ level: 'error', message, facts, base }),
    child: (facts) => wrap({ ...base, ...(redactor.redactValue(facts) as object) }),
    flush,
  })
  return wrap({})
}

interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly facts: LogFacts | undefined
  /** Facts of every line, hidden already. */
  readonly base: object
  readonly atMs: number
}
