import type { SettingsDefinition } from './define-settings.ts'
import { isForOthers } from './known-names.ts'
import type { Given, Layer } from './layer.ts'
import { environmentPrefix, toEnvironmentName, toOwnEnvironmentName } from './names.ts'
import { suggestName } from './suggest-name.ts'

/**
 * Reads variables with our prefix. A name with the program in it (`ASTER_DEMO_DURATION`) outranks the general one
 * (`ASTER_DURATION`). An empty variable counts as not given. Unknown ones with our prefix are warned about, by name only.
 *
 * @param place - Put before a variable's name in messages: `.env ` for a file.
 */
export function readEnvironment(
  definition: Pick<SettingsDefinition, 'program' | 'fields' | 'knownNames'>,
  env: Readonly<Record<string, string | undefined>>,
  place = '',
): Layer {
  const given = new Map<string, Given>()
  const names = new Set<string>()
  for (const [key, field] of Object.entries(definition.fields)) {
    if (field.flagOnly) continue
    for (const name of [toEnvironmentName(key), toOwnEnvironmentName(definition.program, key)]) {
      names.add(name)
      const text = env[name]
      if (text !== undefined && text !== '') given.set(key, { source: place + name, text })
    }
  }
  const warnings: string[] = []
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(environmentPrefix) || text === undefined || names.has(name)) continue
    if (isForOthers(name, definition.program, definition.knownNames)) continue
    const near = suggestName(name, [...names])
    warnings.push(`${place}${name}: unknown variable, ignored${near === undefined ? '' : `; did you mean ${near}?`}`)
  }
  return { given, mistakes: [], warnings }
}
