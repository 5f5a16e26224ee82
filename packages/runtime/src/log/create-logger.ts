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
  const log = pino(
    {
      name,
      level,
      base: { name },
      timestamp: () => `,"time":${clock.now()}`,
      formatters: { log: (facts) => redactor.redactValue(facts) as Record<string, unknown> },
      // every text of ours is hidden above; what pino writes itself is only the message
      hooks: {
        logMethod(args, method) {
          const [facts, message] = args as unknown as [object, string]
          method.apply(this, [facts, redactor.redactText(message)] as unknown as Parameters<typeof method>)
        },
      },
    },
    { write },
  )
  return wrap(log)
}

function wrap(log: Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>, base: object = {}): Logger {
  return {
    debug: (message, facts) => log.debug({ ...base, ...facts }, message),
    info: (message, facts) => log.info({ ...base, ...facts }, message),
    warn: (message, facts) => log.warn({ ...base, ...facts }, message),
    error: (message, facts) => log.error({ ...base, ...facts }, message),
    // facts of a child go through the same redaction as any other
    child: (facts) => wrap(log, { ...base, ...facts }),
  }
}
