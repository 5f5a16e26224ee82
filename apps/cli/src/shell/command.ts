import type { ProgramContext } from '@aster/runtime'

import type { cliSettings } from '../config.ts'

export type CliContext = ProgramContext<typeof cliSettings.fields>

/** What a command found: as data for `--json`, and as text for people. */
export interface CommandResult {
  readonly data: unknown
  readonly text: string
  /** 0 unless it says otherwise. */
  readonly code?: number | undefined
}

/** Does one thing. Words that follow the command's name come in `words`. */
export type Command = (context: CliContext, words: readonly string[]) => Promise<CommandResult>
