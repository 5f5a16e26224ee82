import { runProgram } from '@aster/runtime'

import { cliSettings } from './config.ts'

await runProgram({
  settings: cliSettings,
  stopDeadlineMs: 30_000,
  main: async (context) => (await import('./shell/run-main.ts')).runMain(context),
})
