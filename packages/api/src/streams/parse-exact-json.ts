interface NumberSource {
  readonly source?: string
}

type Reviver = (key: string, value: unknown, context: NumberSource) => unknown

const isRounded = (value: number, source: string): boolean => {
  if (/^-?\d+$/.test(source)) return !Number.isSafeInteger(value)
  // what a double cannot hold prints differently; without an exponent only, where the digits can be compared
  return /^-?\d+\.\d+$/.test(source) && source.length > 16 && String(value) !== source.replace(/\.?0+$/, '')
}

/**
 * `JSON.parse` that keeps numbers which a double would round, whole ones beyond 2^53 and decimals of many digits, as the
 * text of their digits. Several times slower: for the text whose numbers turned out to be too long.
 */
export function parseExactJson(text: string): unknown {
  const keepDigits: Reviver = (_key, value, context) => {
    const { source } = context
    return typeof value === 'number' && source !== undefined && isRounded(value, source) ? source : value
  }
  return (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, keepDigits)
}
