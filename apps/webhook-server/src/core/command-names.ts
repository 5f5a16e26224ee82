/** Every command with what it does; the first is meant when none is named. */
export const commandWords = {
  serve: 'takes alerts until it is stopped; also without any word',
  doctor: 'checks keys, clock, rights, data folder, secrets, network and symbols; ends with 1 when one check fails',
  template: 'prints alert messages to paste into TradingView; names of templates may follow',
} as const

export type CommandName = keyof typeof commandWords
export const commandNames = Object.keys(commandWords) as readonly CommandName[]

/** One line a command, for `--help`. */
export function describeCommands(): string {
  const width = Math.max(...commandNames.map((name) => name.length))
  return commandNames.map((name) => `  ${name.padEnd(width)}  ${commandWords[name]}`).join('\n')
}
