import { runProgram } from '@aster/runtime'

import { demoSettings } from './config.ts'
import { runMain } from './shell/run-main.ts'

await runProgram({ settings: demoSettings, stopDeadlineMs: 25_000, main: runMain })
