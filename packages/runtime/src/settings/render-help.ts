import type { SettingFields, SettingsDefinition } from './define-settings.ts'
import { toEnvironmentName, toFlagName, toOwnEnvironmentName } from './names.ts'
import type { Setting } from './setting.ts'

const helpWidth = 100

/** The text of `--help`: what it is, examples first, then every flag with its default and its variable. */
export function renderHelp<F extends SettingFields>(definition: SettingsDefinition<F>): string {
  const entries = Object.entries<Setting<unknown>>(definition.fields)
  const words = entries.filter(([, field]) => field.positional).map(([, field]) => ` [${field.placeholder}…]`)
  const blocks = [
    `${definition.program}: ${definition.summary}`,
    `Usage: pnpm ${definition.program}${words.join('')} [flags]`,
  ]
  if (definition.examples.length > 0) {
    const lines = definition.examples.map(({ command, meaning }) => `  ${command}\n${wrap(meaning, 6)}`)
    blocks.push(['Examples', ...lines].join('\n'))
  }
  blocks.push(['Flags', ...entries.map(([key, field]) => renderField(key, field))].join('\n'))
  blocks.push(
    'A flag outranks the environment, that outranks the file of --config, that outranks .env, that outranks the default.\n' +
      `In the environment ${toOwnEnvironmentName(definition.program, 'config')} outranks ${toEnvironmentName('config')}, and so on.`,
  )
  return `${blocks.join('\n\n')}\n`
}

function renderField(key: string, field: Setting<unknown>): string {
  const head = `  ${toFlagName(key)}${field.placeholder === '' ? '' : ` ${field.placeholder}`}`
  const notes = [
    ...(field.kind === 'list' ? ['may be repeated'] : []),
    ...(field.fallback === undefined ? ['required'] : []),
    ...renderDefault(field),
    ...(field.flagOnly ? [] : [toEnvironmentName(key), ...field.alsoNamed]),
  ]
  const tail = notes.length === 0 ? '' : ` (${notes.join('; ')})`
  return `${head}\n${wrap(field.description + tail, 6)}`
}

function renderDefault(field: Setting<unknown>): string[] {
  const value = field.fallback?.value
  if (field.secret || value === undefined || field.kind === 'switch') return []
  const parts = [value].flat().filter((part) => typeof part === 'string' || typeof part === 'number')
  return parts.length === 0 ? [] : [`default ${parts.join(',')}`]
}

function wrap(text: string, indent: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > helpWidth) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((part) => ' '.repeat(indent) + part).join('\n')
}
