import { z } from 'zod'

/** One setting: how its text becomes a value, and what a person has to know about it. */
export interface Setting<T> {
  /** `value` takes one text, `switch` is on or off, `list` takes several, by repeating the flag or with commas. */
  readonly kind: 'value' | 'switch' | 'list'
  /** From text (`value`), boolean (`switch`) or texts (`list`) to the value. */
  readonly schema: z.ZodType<T>
  /** One plain sentence for `--help`. */
  readonly description: string
  /** What stands for the value in `--help`: `<seconds>`. Empty for a switch. */
  readonly placeholder: string
  /** True hides the value in every message, listing and error. */
  readonly secret: boolean
  /** True where words without a flag belong to it: `proof signing vectors.json`. At most one setting of a program. */
  readonly positional: boolean
  /** True for settings that only a flag can give, such as `--help`. */
  readonly flagOnly: boolean
  /** Variables that mean the same in other programs, in any letter case: `SERVER_PORT`. They must agree with ours. */
  readonly alsoNamed: readonly string[]
  /** Missing where the setting must be given. */
  readonly fallback: { readonly value: T } | undefined
}

export interface SettingOptions {
  readonly description: string
  readonly placeholder?: string
  readonly secret?: boolean
  readonly positional?: boolean
  readonly flagOnly?: boolean
  readonly alsoNamed?: readonly string[]
}

/** A setting with one value and a safe default. */
export function setting<T>(
  schema: z.ZodType<T>,
  options: SettingOptions & { readonly default: NoInfer<T> },
): Setting<T> {
  return build('value', schema, options, { value: options.default })
}

/** A setting that may be left out. */
export function optionalSetting<T>(schema: z.ZodType<T>, options: SettingOptions): Setting<T | undefined> {
  return build<T | undefined>('value', schema, options, { value: undefined })
}

/** A setting that can lose money or means nothing without a value: it has no default. */
export function requiredSetting<T>(schema: z.ZodType<T>, options: SettingOptions): Setting<T> {
  return build('value', schema, options, undefined)
}

/** A setting that is on or off: `--json`, `--json=off`, `--no-json`, `ASTER_JSON=on`. */
export function switchSetting(options: SettingOptions & { readonly default?: boolean }): Setting<boolean> {
  return build('switch', z.boolean(), { ...options, placeholder: '' }, { value: options.default ?? false })
}

/** A setting with several values: `--account a --account b`, `--account a,b`, `ASTER_ACCOUNT=a,b`. A comma always separates. */
export function listSetting<T>(
  item: z.ZodType<T>,
  options: SettingOptions & { readonly default?: readonly NoInfer<T>[] },
): Setting<readonly T[]> {
  return build<readonly T[]>('list', z.array(item), options, { value: options.default ?? [] })
}

function build<T>(
  kind: Setting<T>['kind'],
  schema: z.ZodType<T>,
  options: SettingOptions,
  fallback: Setting<T>['fallback'],
): Setting<T> {
  return {
    kind,
    schema,
    description: options.description,
    placeholder: options.placeholder ?? '<text>',
    secret: options.secret ?? false,
    positional: options.positional ?? false,
    flagOnly: options.flagOnly ?? false,
    alsoNamed: options.alsoNamed ?? [],
    fallback,
  }
}
