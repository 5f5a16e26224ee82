import { createProcessHost } from '@aster/runtime'

import { runCommand } from './command/run-command.ts'

await runCommand(createProcessHost())
