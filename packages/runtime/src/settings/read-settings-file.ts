import { parseEnv } from 'node:util'

import type { SettingFields } from './define-settings.ts'
import type { Given, Layer } from './layer.ts'
import type { Mistake } from './mistake.ts'
import { toFlagName } from './names.ts'
import { type EnvironmentRules, readEnvironment } from './read-environment.ts'
import { suggestName } from './suggest-name.ts'

/** A file's name, as messages should call it, and its whole text. */
export interface SettingsFile {
  readonly name: string
  readonly text: string
}

/**
 * Reads a settings file: a JSON object with names as in code or as flags (`nonceWindowMs`, `nonce-window-ms`), or, for any
 * other ending than `.json`, lines of `ASTER_NAME=value`.
 */
export function readSettingsFile(definition: EnvironmentRules, file: SettingsFile): Layer {
  if (!file.name.endsWith('.json')) return readEnvironment(definition, parseEnv(file.text), `${file.name} `)
  const mistakes: Mistake[] = []
  const given = new Map<string, Given>()
  const parsed = parseJson(file.text)
  if (typeof parsed === 'string') mistakes.push({ source: file.name, field: undefined, rule: parsed, value: undefined })
  else for (const [name, value] of Object.entries(parsed)) readEntry(definition.fields, file.name, name, value)
  return { given, mistakes, warnings: [] }

  function readEntry(fields: SettingFields, fileName: string, name: string, value: unknown): void {
    const key = Object.keys(fields).find((candidate) => candidate === name || toFlagName(candidate) === `--${name}`)
    const field = key === undefined ? undefined : fields[key]
    const source = `${fileName} ${name}`
    if (key === undefined || field === undefined || field.flagOnly) {
      const near = suggestName(name, Object.keys(fields))
      const rule = `unknown setting${near === undefined ? '' : `, did you mean ${near}?`}`
      mistakes.push({ source, field: undefined, rule, value: undefined })
      return
    }
    const text = toText(value, field.kind === 'list')
    if (text === undefined)
      mistakes.push({
        source,
        field: key,
        rule: 'must be text, a number, true or false, or a list of those',
        value: undefined,
      })
    else given.set(key, { source, text })
  }
}

/** The object, or what is wrong. The parser's own words are not repeated: they quote the file, and it may hold secrets. */
function parseJson(text: string): object | string {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    const line = /line (\d+)/.exec(String(error))?.[1]
    return `is not valid JSON${line === undefined ? '' : ` (line ${line})`}`
  }
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : 'must hold one JSON object'
}

function toText(value: unknown, isList: boolean): string | string[] | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!isList || !Array.isArray(value)) return undefined
  const texts = value.map((item) => toText(item, false))
  return texts.every((item) => typeof item === 'string') ? texts : undefined
}
