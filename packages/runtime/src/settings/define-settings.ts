import { optionalSetting, type Setting, switchSetting } from './setting.ts'
import { plainText } from './text-schemas.ts'

/** Settings that every program has. */
export const builtInFields = {
  config: optionalSetting(plainText(), {
    description: 'Reads settings from this file: JSON, or NAME=value lines.',
    placeholder: '<file>',
  }),
  detached: switchSetting({
    description: 'Goes on when the terminal or the program that started it is gone.',
  }),
  printSettings: switchSetting({
    description: 'Prints every setting and where it came from, then ends.',
    flagOnly: true,
  }),
  help: switchSetting({ description: 'Prints this, then ends.', flagOnly: true }),
}

export type SettingFields = Readonly<Record<string, Setting<unknown>>>

/** What the fields' texts become. */
export type ValuesOf<F extends SettingFields> = {
  readonly [K in keyof (F & typeof builtInFields)]: (F & typeof builtInFields)[K] extends Setting<infer T> ? T : never
}

/** A rule over several settings. Runs only when each of those it needs is right by itself. */
export interface SettingsCheck<V> {
  readonly needs: readonly (keyof V & string)[]
  check(values: V, report: (field: keyof V & string, rule: string) => void): void
}

/** What a program can be told, as data: parsing, help, listing and warnings are read from it. */
export interface SettingsDefinition<F extends SettingFields = SettingFields> {
  /** Name of the program, as in `pnpm <program>`. */
  readonly program: string
  /** One sentence: what it does. */
  readonly summary: string
  readonly fields: F & typeof builtInFields
  readonly checks: readonly SettingsCheck<ValuesOf<F>>[]
  readonly examples: readonly SettingsExample[]
  /** Variables with our prefix that something else reads, `ASTER_API_KEY` or `ASTER_API_*`: no warning about them. */
  readonly knownNames: readonly string[]
  /** Variables that other programs obey and this one does not, with the reason: a warning where one is set. */
  readonly withoutEffect: Readonly<Record<string, string>>
}

export interface SettingsExample {
  readonly command: string
  readonly meaning: string
}

/**
 * Declares a program's settings once. A key is the name in code; the flag and the variable follow from it
 * (`nonceWindowMs`: `--nonce-window-ms`, `ASTER_NONCE_WINDOW_MS`).
 *
 * @example
 * const settings = defineSettings({
 *   program: 'paper-exchange',
 *   summary: 'An exchange in one process, to trade against without money.',
 *   fields: { port: setting(wholeNumber({ min: 0, max: 65535 }), { description: 'Port; 0 takes a free one.', default: 0 }) },
 * })
 */
export function defineSettings<const F extends SettingFields>(definition: {
  readonly program: string
  readonly summary: string
  readonly fields: F
  readonly checks?: readonly SettingsCheck<ValuesOf<F>>[]
  readonly examples?: readonly SettingsExample[]
  readonly knownNames?: readonly string[]
  readonly withoutEffect?: Readonly<Record<string, string>>
}): SettingsDefinition<F> {
  return {
    program: definition.program,
    summary: definition.summary,
    fields: { ...definition.fields, ...builtInFields },
    checks: definition.checks ?? [],
    examples: definition.examples ?? [],
    knownNames: definition.knownNames ?? [],
    withoutEffect: definition.withoutEffect ?? {},
  }
}
