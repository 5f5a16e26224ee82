import { type ProgramContext, suggestName } from '@aster/runtime'

import type { webhookServerSettings } from '../config.ts'
import { type CommandName, commandNames } from '../core/command-names.ts'

export type CommandContext = ProgramContext<typeof webhookServerSettings.fields>

/** Does one thing. Words that follow the command's name come in `words`. Its number is the exit code. */
export type Command = (context: CommandContext, words: readonly string[]) => Promise<number | void>

const load: Readonly<Record<CommandName, () => Promise<Command>>> = {
  serve: async () => (await import('../shell/serve.ts')).serve,
  doctor: async () => (await import('./doctor.ts')).runChecks,
  template: async () => (await import('./template.ts')).printTemplates,
}

const isCommand = (word: string): word is CommandName => Object.hasOwn(load, word)

/** Runs what the first word names, the server when there is none. Exit code 2 for a word that means nothing. */
export async function runCommand(context: CommandContext): Promise<number | void> {
  const { values, settings } = context
  const [name = 'serve', ...words] = values.words
  if (!isCommand(name)) {
    const near = suggestName(name, commandNames)
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    throw settings.refuse('words', `must begin with ${commandNames.join(', ')}${hint}`)
  }
  if (name !== 'template' && words.length > 0) throw settings.refuse('words', `takes nothing after ${name}`)
  const command = await load[name]()
  return command(context, words)
}
