const filters = [
  { filterType: 'PRICE_FILTER', minPrice: '0.1', maxPrice: '1000000', tickSize: '0.1' },
  { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
  { filterType: 'MARKET_LOT_SIZE', minQty: '0.001', maxQty: '120', stepSize: '0.001' },
  { filterType: 'MAX_NUM_ORDERS', limit: 200 },
  { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
  { filterType: 'MIN_NOTIONAL', notional: '5' },
  { filterType: 'PERCENT_PRICE', multiplierUp: '1.02', multiplierDown: '0.98', multiplierDecimal: '4' },
]

/** Types by the words that describe them, the most telling first. */
const samples: readonly (readonly [pattern: RegExp, sample: unknown])[] = [
  [/^any or null/, null],
  [/^long or null/, null],
  [/^decimal string or null/, null],
  [/^"200" as a STRING/, '200'],
  [/^STRING holding the ms/, '120000'],
  [/^STRING "true" or "false"/, 'false'],
  [/^STRING, unique/, '131001573082'],
  [/^STRING, may be empty/, ''],
  [/^string holding an int/, '20'],
  [/^live: decimal string such as/, '-10000'],
  [/^number in the docs/, 0.001],
  [/^int, 200/, 200],
  [/, int$/, 3],
  [/long, ms|long ms|, ms$/, 1_790_000_000_000],
  [/^long/, 131_001_573_082],
  [/^int/, 3],
  [/^number/, 0.5],
  [/^boolean/, true],
  [/decimal string/, '1.2E7'],
  [/^ignore/, '0'],
]

/** What a field called just `string` holds elsewhere. */
const byName: Readonly<Record<string, string>> = { leverage: '20', isAutoAddMargin: 'false' }

function sampleText(words: string, name: string): unknown {
  const [, sample] = samples.find(([pattern]) => pattern.test(words)) ?? [undefined, byName[name] ?? 'TEXT']
  return sample
}

/** True for a field that may be absent. */
const isOptional = (name: string, shape: unknown): boolean =>
  name.endsWith('?') || (typeof shape === 'string' && /^[a-z ]+\?|undocumented|October 2026/i.test(shape))

/**
 * An answer as the documentation describes it, made from its names and types; with all fields, or without those that may
 * be absent.
 */
export function sampleShape(shape: unknown, isWhole: boolean, name = ''): unknown {
  if (typeof shape === 'string') return sampleText(shape, name)
  if (Array.isArray(shape)) {
    if (shape[0] === 'see enums.json') return filters
    return shape.flatMap((element: unknown) =>
      isVariants(element) ? element._oneOf.map((one) => sampleShape(one, isWhole)) : [sampleShape(element, isWhole)],
    )
  }
  if (typeof shape !== 'object' || shape === null) return shape
  if ('_array' in shape) return sampleShape(shape._array, isWhole)
  return Object.fromEntries(
    Object.entries(shape)
      .filter(([field, inner]) => !field.startsWith('_') && (isWhole || !isOptional(field, inner)))
      .map(([field, inner]) => [field.replace('?', '').replace(/^<.*>$/, 'USDT'), sampleShape(inner, isWhole, field)]),
  )
}

const isVariants = (element: unknown): element is { _oneOf: readonly unknown[] } =>
  typeof element === 'object' && element !== null && '_oneOf' in element
