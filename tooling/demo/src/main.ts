import { runProgram } from '@aster/runtime'

import { demoSettings } from './config.ts'

await runProgram({
  settings: demoSettings,
  stopDeadlineMs: 25_000,
  // Help and mistakes are answered before the rest is loaded.
  main: async (context) => (await import('./shell/run-main.ts')).runMain(context),
})
