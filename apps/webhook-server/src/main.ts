import { runProgram } from '@aster/runtime'

import { webhookServerSettings } from './config.ts'
import { serve } from './shell/serve.ts'

await runProgram({ settings: webhookServerSettings, stopDeadlineMs: 10_000, main: serve })
