/** A symbol as it stands in a stream name: lower case. */
export const toStreamSymbol = (symbol: string): string => symbol.toLowerCase()

/** The symbol of `<symbol>@<rest>`, in upper case as everywhere else, or undefined when the rest is another one. */
export function parseSymbolStream(streamName: string, rest: string): string | undefined {
  const at = streamName.indexOf('@')
  return at > 0 && streamName.slice(at + 1) === rest ? streamName.slice(0, at).toUpperCase() : undefined
}

/** Splits `<symbol>@<rest>` at the first at sign. */
export function splitSymbolStream(streamName: string): { symbol: string; rest: string } | undefined {
  const at = streamName.indexOf('@')
  return at > 0 ? { symbol: streamName.slice(0, at).toUpperCase(), rest: streamName.slice(at + 1) } : undefined
}
