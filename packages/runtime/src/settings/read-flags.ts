import type { SettingFields } from './define-settings.ts'
import type { Given, Layer } from './layer.ts'
import type { Mistake } from './mistake.ts'
import { toFlagName } from './names.ts'
import { suggestName } from './suggest-name.ts'

/** Reads the command line. A lone `--`, which launchers leave behind, means nothing. */
export function readFlags(fields: SettingFields, argv: readonly string[]): Layer {
  const keys = new Map(Object.keys(fields).map((key) => [toFlagName(key), key]))
  const positional = Object.keys(fields).find((key) => fields[key]?.positional)
  const given = new Map<string, Given>()
  const mistakes: Mistake[] = []

  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ''
    if (word === '--') continue
    if (!isFlag(word)) {
      if (positional === undefined)
        mistakes.push({ source: 'command line', field: undefined, rule: 'unexpected word', value: hideLong(word) })
      else addText(given, positional, toFlagName(positional), word)
      continue
    }
    const [name, inlineText] = splitFlag(word)
    const isNegated = name.startsWith('--no-') && fields[keys.get(`--${name.slice(5)}`) ?? '']?.kind === 'switch'
    const key = keys.get(isNegated ? `--${name.slice(5)}` : name)
    const field = key === undefined ? undefined : fields[key]
    const next = argv[index + 1]
    const following = next === undefined || next.startsWith('--') ? undefined : next
    if (key === undefined || field === undefined) {
      mistakes.push(describeUnknown(name, [...keys.keys()]))
      // The word after an unknown flag is its value, and might be a secret: it is neither read nor repeated.
      if (inlineText === undefined && following !== undefined) index++
    } else if (field.kind === 'switch') {
      if (isNegated && inlineText !== undefined)
        mistakes.push({ source: name, field: key, rule: 'takes no value', value: undefined })
      else
        setText(given, mistakes, { key, source: name, secret: field.secret }, isNegated ? 'off' : (inlineText ?? 'on'))
    } else {
      const text = inlineText ?? following
      if (inlineText === undefined && following !== undefined) index++
      if (text === undefined || text === '')
        mistakes.push({
          source: name,
          field: key,
          rule: `needs a value: ${name} ${field.placeholder}`,
          value: undefined,
        })
      else if (field.kind === 'list') addText(given, key, name, text)
      else setText(given, mistakes, { key, source: name, secret: field.secret }, text)
    }
  }
  return { given, mistakes, warnings: [] }
}

function isFlag(word: string): boolean {
  return word === '-h' || (word.startsWith('--') && word.length > 2)
}

function splitFlag(word: string): [name: string, text: string | undefined] {
  const equals = word.indexOf('=')
  const name = equals < 0 ? word : word.slice(0, equals)
  return [name === '-h' ? '--help' : name, equals < 0 ? undefined : word.slice(equals + 1)]
}

function describeUnknown(name: string, known: readonly string[]): Mistake {
  const near = suggestName(name, known)
  const rule = near === undefined ? 'unknown flag, see --help' : `unknown flag, did you mean ${near}?`
  return { source: hideLong(name), field: undefined, rule, value: undefined }
}

function setText(
  given: Map<string, Given>,
  mistakes: Mistake[],
  flag: { key: string; source: string; secret: boolean },
  text: string,
): void {
  const before = given.get(flag.key)?.text
  if (before !== undefined && before !== text) {
    const value = flag.secret ? undefined : `${String(before)} and ${text}`
    mistakes.push({ source: flag.source, field: flag.key, rule: 'was given twice with different values', value })
  }
  given.set(flag.key, { source: flag.source, text })
}

function addText(given: Map<string, Given>, key: string, source: string, text: string): void {
  const before = [given.get(key)?.text ?? []].flat()
  given.set(key, { source, text: [...before, text] })
}

/** A long word may be a key that lost its flag. */
function hideLong(word: string): string {
  return word.length > 30 ? `${word.slice(0, 4)}… (${word.length} characters)` : word
}
