import { originalNames } from '@aster/core'
import { z } from 'zod'

import { optionalSetting, setting } from '../settings/setting.ts'
import { plainText } from '../settings/text-schemas.ts'
import { type LogLevel, logLevels } from './create-logger.ts'

/** What Python programs call the levels. */
const otherWords: Readonly<Record<string, LogLevel>> = { warning: 'warn', critical: 'error', fatal: 'error' }

const isLevel = (word: string): word is LogLevel => (logLevels as readonly string[]).includes(word)

/** A level in any letter case, also in the words of Python programs. */
const levelText = (): z.ZodType<LogLevel> =>
  z.string().transform((text, context): LogLevel => {
    const word = text.toLowerCase()
    const level = otherWords[word] ?? word
    if (isLevel(level)) return level
    context.addIssue({ code: 'custom', message: `must be one of ${logLevels.join(', ')}` })
    return z.NEVER
  })

/** What is logged and where to, the same in every program that runs for long. */
export const logFields = {
  logLevel: setting(levelText(), {
    description: 'The least severe lines that are logged.',
    placeholder: logLevels.join('|'),
    default: 'info' as LogLevel,
    alsoNamed: originalNames.logLevel,
  }),
  logFile: optionalSetting(plainText(), {
    description: 'Every line as JSON into this file as well; put aside at 16 MiB, the newest five are kept.',
    placeholder: '<file>',
  }),
}

export interface LogValues {
  readonly logLevel: LogLevel
  readonly logFile?: string | undefined
}
