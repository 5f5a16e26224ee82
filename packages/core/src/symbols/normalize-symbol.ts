import { ParameterError } from '../errors/index.ts'

/** Endings that say "perpetual" elsewhere and are no part of the exchange's names. */
const perpetualEnding = /(?<=.)(?:\.P|[-_/]?PERP|[-_/]SWAP|:[A-Z0-9]+)$/
const namesQuoteAsset = /.USD[A-Z0-9]?$/
const separators = /[-_/\s]/g
const venue = /^[A-Z0-9]+:(?=.)/

/**
 * Turns the ways in which charts and libraries write a symbol into the exchange's: `BTCUSDT.P`, `BINANCE:BTCUSDT.P`, `btc/usdt`,
 * `BTC/USDT:USDT`, `SOL_USDT`, `BTC-PERP` (with the quote asset added). Characters outside A-Z survive as they are. Whether the
 * symbol exists is for exchangeInfo to say.
 *
 * @param options.quoteAsset - Added where only a base asset is named; USDT unless told.
 * @throws {ParameterError} Nothing is left, or characters that no symbol has.
 */
export function normalizeSymbol(text: string, { quoteAsset = 'USDT' }: { readonly quoteAsset?: string } = {}): string {
  const upper = toUpperAscii(text.trim())
  // BTC/USDT:USDT names its settlement asset behind the colon, BINANCE:BTCUSDT its venue before it.
  const named = /^[^:]*[-_/][^:]*:/.test(upper) ? upper : upper.replace(venue, '')
  const ending = perpetualEnding.exec(named)?.[0] ?? ''
  const pair = named.slice(0, named.length - ending.length).replace(separators, '')
  const lacksQuote = ending.endsWith('PERP') && !namesQuoteAsset.test(pair) && !pair.endsWith(quoteAsset)
  const symbol = lacksQuote ? pair + quoteAsset : pair
  if (symbol === '' || /[^\p{L}\p{N}]/u.test(symbol)) {
    throw new ParameterError('normalizeSymbol', [
      { field: 'symbol', rule: 'symbol', value: text.slice(0, 64), message: 'is no name of a symbol' },
    ])
  }
  return symbol
}

/** Stream names are lower case. Only A-Z changes, so that other alphabets come back as they were. */
export function toStreamSymbol(symbol: string): string {
  return symbol.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** The reverse of {@link toStreamSymbol}. */
export function fromStreamSymbol(streamSymbol: string): string {
  return toUpperAscii(streamSymbol)
}

function toUpperAscii(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase())
}
