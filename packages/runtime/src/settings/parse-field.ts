import type { Given } from './layer.ts'
import type { Mistake } from './mistake.ts'
import { toEnvironmentName, toFlagName } from './names.ts'
import type { Setting } from './setting.ts'

const switchWords: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['true', true],
  ['yes', true],
  ['1', true],
  ['off', false],
  ['false', false],
  ['no', false],
  ['0', false],
])

/** One setting's value from its text or default, or everything that is wrong with it. */
export function parseField(
  key: string,
  field: Setting<unknown>,
  given: Given | undefined,
): { readonly value: unknown } | { readonly mistakes: readonly Mistake[] } {
  if (given === undefined) {
    if (field.fallback !== undefined) return { value: field.fallback.value }
    const source = `${toFlagName(key)} or ${toEnvironmentName(key)}`
    return { mistakes: [{ source, field: key, rule: `is required: ${field.description}`, value: undefined }] }
  }
  const input = toInput(field, given)
  const whole = [input].flat().join(',')
  const mistake = (rule: string, value: string): Mistake => ({
    source: given.source,
    field: key,
    rule,
    value: field.secret ? undefined : value,
  })
  if (field.kind === 'switch' && typeof input !== 'boolean') return { mistakes: [mistake('must be on or off', whole)] }
  const result = field.schema.safeParse(input)
  if (result.success) return { value: result.data }
  const mistakes = result.error.issues.map((issue) => {
    const index = issue.path[0]
    const item = Array.isArray(input) && typeof index === 'number' ? input[index] : undefined
    // A schema that is not ours may quote its input, so for secrets even the rule is not repeated.
    const rule = field.secret && issue.code !== 'custom' ? 'is not valid' : issue.message
    return mistake(rule, item ?? whole)
  })
  return { mistakes }
}

function toInput(field: Setting<unknown>, given: Given): string | boolean | string[] {
  const texts = [given.text].flat()
  if (field.kind === 'list') {
    return texts
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter((text) => text !== '')
  }
  const text = texts.join(',').trim()
  return field.kind === 'switch' ? (switchWords.get(text.toLowerCase()) ?? text) : text
}
