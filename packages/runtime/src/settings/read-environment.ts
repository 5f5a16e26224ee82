import type { SettingsDefinition } from './define-settings.ts'
import type { Given, Layer } from './layer.ts'
import { environmentPrefix, toEnvironmentName } from './names.ts'
import { suggestName } from './suggest-name.ts'

/**
 * Reads variables with our prefix. An empty one counts as not given. Others with the prefix are warned about, by name only.
 *
 * @param place - Put before a variable's name in messages: `.env ` for a file.
 */
export function readEnvironment(
  definition: Pick<SettingsDefinition, 'fields' | 'knownNames'>,
  env: Readonly<Record<string, string | undefined>>,
  place = '',
): Layer {
  const keys = new Map(
    Object.entries(definition.fields)
      .filter(([, field]) => !field.flagOnly)
      .map(([key]) => [toEnvironmentName(key), key]),
  )
  const given = new Map<string, Given>()
  const warnings: string[] = []
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(environmentPrefix) || text === undefined) continue
    const key = keys.get(name)
    if (key !== undefined && text !== '') given.set(key, { source: place + name, text })
    if (key === undefined && !isKnown(name, definition.knownNames)) {
      const near = suggestName(name, [...keys.keys()])
      warnings.push(`${place}${name}: unknown variable, ignored${near === undefined ? '' : `; did you mean ${near}?`}`)
    }
  }
  return { given, mistakes: [], warnings }
}

function isKnown(name: string, knownNames: readonly string[]): boolean {
  return knownNames.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known))
}
