import { inspect } from 'node:util'

import type { SettingFields } from './define-settings.ts'
import type { Settings } from './parse-settings.ts'

/** Every setting with its value and source, one line each, for `--print-settings`. Secrets show as `[secret]`. */
export function renderSettings<F extends SettingFields>(settings: Settings<F>): string {
  const keys = Object.keys(settings.definition.fields).filter((key) => !settings.definition.fields[key]?.flagOnly)
  const values: Readonly<Record<string, unknown>> = settings.values
  const sources: Readonly<Record<string, string>> = settings.provenance
  const width = Math.max(...keys.map((key) => key.length))
  const lines = keys.map((key) => {
    const value = values[key]
    const text =
      settings.definition.fields[key]?.secret && value !== undefined
        ? '[secret]'
        : inspect(value, { breakLength: Infinity })
    return `${key.padEnd(width)} = ${text}  (${sources[key] ?? 'default'})`
  })
  return `${lines.join('\n')}\n`
}
