import { runProgram } from '@aster/runtime'

import { paperExchangeSettings } from './config.ts'
import { serve } from './shell/serve.ts'

await runProgram({ settings: paperExchangeSettings, stopDeadlineMs: 10_000, main: serve })
