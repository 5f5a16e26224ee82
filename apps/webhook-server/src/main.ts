import { runProgram } from '@aster/runtime'

import { runCommand } from './commands/run-command.ts'
import { webhookServerSettings } from './config.ts'

await runProgram({ settings: webhookServerSettings, stopDeadlineMs: 10_000, main: runCommand })
