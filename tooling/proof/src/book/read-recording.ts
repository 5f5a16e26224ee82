import { readFrames } from '@aster/recorder'

/** One frame of a recording that concerns the book of the symbol in question. */
export type BookFrame =
  | { readonly kind: 'snapshot' | 'diff'; readonly text: string }
  | { readonly kind: 'touch'; readonly text: string }
  | { readonly kind: 'other' }

export interface BookRecording {
  readonly symbol: string
  readonly frames: readonly BookFrame[]
  /** Sizes of the grid on which every price and quantity of the recording lies. */
  readonly tickSize: string
  readonly stepSize: string
}

const streamPattern = /^\{\s*"stream"\s*:\s*"([^"@]+)@([^"]+)"/
const diffPattern = /^depth(@\d+ms)?$/

/** Sorts frames by what they are to the book of one symbol, and finds its steps. Undefined without a diff or a snapshot. */
export function sortFrames(texts: readonly string[], wanted: string | undefined): BookRecording | undefined {
  let symbol = wanted?.toLowerCase()
  const price = createStepFinder()
  const quantity = createStepFinder()
  const frames = texts.map((text): BookFrame => {
    const [, name, suffix = ''] = streamPattern.exec(text) ?? []
    if (name === undefined) return readLevels(text, price, quantity) ? { kind: 'snapshot', text } : { kind: 'other' }
    if (diffPattern.test(suffix)) symbol ??= name
    if (name !== symbol) return { kind: 'other' }
    if (suffix === 'bookTicker') return { kind: 'touch', text }
    if (!diffPattern.test(suffix)) return { kind: 'other' }
    readLevels(text, price, quantity)
    return { kind: 'diff', text }
  })
  if (symbol === undefined || !frames.some(({ kind }) => kind === 'snapshot')) return undefined
  if (!frames.some(({ kind }) => kind === 'diff')) return undefined
  return { symbol: symbol.toUpperCase(), frames, tickSize: price.read(), stepSize: quantity.read() }
}

/** Every frame of a file in the recorder's format, as text. */
export async function readFrameTexts(path: string): Promise<readonly string[]> {
  const texts: string[] = []
  for await (const { text } of readFrames(path)) texts.push(text)
  return texts
}

type Levels = readonly (readonly [unknown, unknown])[]

/** Shows the levels of a diff or a snapshot to the finders; false when the frame is neither. */
function readLevels(text: string, price: StepFinder, quantity: StepFinder): boolean {
  let frame: { readonly data?: unknown } | null
  try {
    frame = JSON.parse(text) as { readonly data?: unknown } | null
  } catch {
    return false
  }
  const book = (frame?.data ?? frame ?? {}) as Readonly<Record<string, Levels | undefined>>
  const sides = [book['b'] ?? book['bids'], book['a'] ?? book['asks']]
  if (!sides.every(Array.isArray)) return false
  for (const side of sides as Levels[]) {
    for (const [levelPrice, levelQuantity] of side) {
      price.see(String(levelPrice))
      quantity.see(String(levelQuantity))
    }
  }
  return true
}

interface StepFinder {
  see(decimal: string): void
  read(): string
}

/** The largest step of which every number seen is a multiple. */
function createStepFinder(): StepFinder {
  let decimals = 0
  let units = 0n
  return {
    see(decimal) {
      const [whole = '', fraction = ''] = decimal.split('.')
      if (!/^\d+$/.test(whole + fraction)) return
      if (fraction.length > decimals) {
        units *= 10n ** BigInt(fraction.length - decimals)
        decimals = fraction.length
      }
      const seen = BigInt(whole + fraction) * 10n ** BigInt(decimals - fraction.length)
      if (units === 0n || seen % units !== 0n) units = computeGreatestDivisor(units, seen)
    },
    read() {
      const digits = (units === 0n ? 1n : units).toString().padStart(decimals + 1, '0')
      return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
    },
  }
}

function computeGreatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : computeGreatestDivisor(b, a % b)
}
