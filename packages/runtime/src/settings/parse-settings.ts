import type { SettingFields, SettingsDefinition, ValuesOf } from './define-settings.ts'
import { freezeDeep } from './freeze-deep.ts'
import type { Given, Layer } from './layer.ts'
import type { Mistake } from './mistake.ts'
import { toEnvironmentName, toFlagName } from './names.ts'
import { parseField } from './parse-field.ts'
import { readEnvironment } from './read-environment.ts'
import { readFlags } from './read-flags.ts'
import { readSettingsFile, type SettingsFile } from './read-settings-file.ts'
import { SettingsError } from './settings-error.ts'

/** Where settings come from, strongest first: flags, environment, `file`, `dotenv`, default. */
export interface SettingsSources {
  /** The command line without the program itself. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** What `--config` names. */
  readonly file?: SettingsFile | undefined
  /** The `.env` file. */
  readonly dotenv?: SettingsFile | undefined
}

/** Parsed settings: typed, frozen, each with its source. */
export interface Settings<F extends SettingFields = SettingFields> {
  readonly definition: SettingsDefinition<F>
  readonly values: ValuesOf<F>
  /** Where each value came from: `--port`, `ASTER_PORT`, `.env ASTER_PORT`, `default`. */
  readonly provenance: Readonly<Record<keyof ValuesOf<F>, string>>
  /** One line each: variables of our prefix that mean nothing here. */
  readonly warnings: readonly string[]
  /** The error for a value that only proved wrong later: a busy port, a missing file. Throw it. */
  readonly refuse: (field: keyof ValuesOf<F> & string, rule: string, options?: ErrorOptions) => SettingsError
}

/**
 * Turns flags, environment and files into one frozen object. The same text gives the same value from every source.
 *
 * @throws {SettingsError} Names all mistakes of all sources at once. Values of secret settings are never in it.
 */
export function parseSettings<F extends SettingFields>(
  definition: SettingsDefinition<F>,
  sources: SettingsSources,
): Settings<F> {
  const layers = readLayers(definition, sources)
  const mistakes: Mistake[] = layers.flatMap((layer) => layer.mistakes)
  const given = (key: string): Given | undefined => layers.map((layer) => layer.given.get(key)).find((found) => found)
  const values: Record<string, unknown> = {}
  const wrong = new Set(mistakes.map((mistake) => mistake.field))

  for (const [key, field] of Object.entries(definition.fields)) {
    const found = given(key)
    const parsed = parseField(key, field, found)
    if ('mistakes' in parsed) {
      mistakes.push(...parsed.mistakes)
      wrong.add(key)
    } else values[key] = parsed.value
  }
  const provenance: Record<string, string> = {}
  for (const key of Object.keys(definition.fields)) provenance[key] = given(key)?.source ?? 'default'

  const describe = (key: string, rule: string): Mistake => {
    const found = given(key)
    const value = found === undefined || definition.fields[key]?.secret ? undefined : [found.text].flat().join(',')
    const source =
      found?.source ??
      (definition.fields[key]?.flagOnly ? toFlagName(key) : `${toFlagName(key)} or ${toEnvironmentName(key)}`)
    return { source, field: key, rule, value }
  }
  const typed = values as ValuesOf<F>
  for (const rule of definition.checks) {
    if (rule.needs.every((key) => !wrong.has(key))) rule.check(typed, (key, text) => mistakes.push(describe(key, text)))
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes)
  return {
    definition,
    values: freezeDeep(typed),
    provenance: Object.freeze(provenance) as Settings<F>['provenance'],
    warnings: layers.flatMap((layer) => layer.warnings),
    refuse: (field, rule, options) => new SettingsError([describe(field, rule)], options),
  }
}

function readLayers<F extends SettingFields>(definition: SettingsDefinition<F>, sources: SettingsSources): Layer[] {
  const layers = [readFlags(definition.fields, sources.argv), readEnvironment(definition, sources.env)]
  if (sources.file !== undefined) layers.push(readSettingsFile(definition, sources.file))
  if (sources.dotenv !== undefined) layers.push(readSettingsFile(definition, sources.dotenv))
  return layers
}
