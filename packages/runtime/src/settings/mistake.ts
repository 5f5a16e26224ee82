/** One thing that is wrong with the settings: where it was said, of which setting, which rule it breaks, what was given. */
export interface Mistake {
  /** Where the value came from: `--port`, `ASTER_PORT`, `.env ASTER_PORT`, `aster.json port`. */
  readonly source: string
  /** Name of the setting in code, `nonceWindowMs`; undefined for a flag that does not exist. */
  readonly field: string | undefined
  /** A half sentence that follows the field's name: `must be a whole number from 0 to 65535`. */
  readonly rule: string
  /** The given text; undefined where there is none, and always for secrets. */
  readonly value: string | undefined
}

const longestValue = 80

/** One line: source, field, rule, value. */
export function formatMistake(mistake: Mistake): string {
  const subject = mistake.field === undefined ? '' : `${mistake.field} `
  return `${mistake.source}: ${subject}${mistake.rule}${formatValue(mistake.value)}`
}

function formatValue(value: string | undefined): string {
  if (value === undefined) return ''
  const text = JSON.stringify(value.length > longestValue ? `${value.slice(0, longestValue)}…` : value)
  return `, got ${text}`
}
