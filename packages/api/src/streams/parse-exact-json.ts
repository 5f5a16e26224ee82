interface NumberSource {
  readonly source?: string
}

type Reviver = (key: string, value: unknown, context: NumberSource) => unknown

/**
 * `JSON.parse` that keeps whole numbers beyond 2^53 as the text of their digits instead of rounding them. Several times
 * slower: for the frame whose ids turned out to be too large for a number.
 */
export function parseExactJson(text: string): unknown {
  const keepDigits: Reviver = (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '')
      ? context.source
      : value
  return (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, keepDigits)
}
