import { fromStreamSymbol } from '@aster/core'

export { toStreamSymbol } from '@aster/core'

/** The symbol of `<symbol>@<rest>`, in upper case as everywhere else, or undefined when the rest is another one. */
export function parseSymbolStream(streamName: string, rest: string): string | undefined {
  const found = splitSymbolStream(streamName)
  return found?.rest === rest ? found.symbol : undefined
}

/** Splits `<symbol>@<rest>` at the first at sign. */
export function splitSymbolStream(streamName: string): { symbol: string; rest: string } | undefined {
  const at = streamName.indexOf('@')
  if (at <= 0) return undefined
  return { symbol: fromStreamSymbol(streamName.slice(0, at)), rest: streamName.slice(at + 1) }
}
