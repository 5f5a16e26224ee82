import type { BookScale, ScaleAxis } from './book-scale.ts'
import { type DepthChange, type LevelBuffer, pushLevel } from './depth-change.ts'

/**
 * Reads a depth frame from its text into whole numbers, without objects and texts in between. False when the frame is not
 * exactly as usual, whatever the reason: read it with `JSON.parse` then, which decides what is wrong.
 */
export type DepthScanner = (frame: string, change: DepthChange) => boolean

const quote = 34
const comma = 44
const point = 46
const zero = 48
const openBracket = 91
const closeBracket = 93
const closeBrace = 125
const prefix = '{"stream":"'
const dataKey = ',"data":{'
const eventType = '"depthUpdate"'

// One bit for each field that has to be there.
const hasSymbol = 1
const hasEventTime = 2
const hasFirst = 4
const hasLast = 8
const hasPrevious = 16
const hasBids = 32
const hasAsks = 64
const hasTransactionTime = 128
const hasEverything = 255

const isOrdered = ({ firstUpdateId, lastUpdateId, previousUpdateId }: DepthChange): boolean =>
  firstUpdateId <= lastUpdateId && previousUpdateId <= lastUpdateId

export function createDepthScanner(symbol: string, scale: BookScale): DepthScanner {
  const symbolText = `"${symbol}"`
  let frame = ''
  let at = 0

  /** Whole number up to the next other character; -1 when there is none or it is too large. */
  const readWhole = (): number => {
    const start = at
    let value = 0
    for (;;) {
      const digit = frame.charCodeAt(at) - zero
      if (!(digit >= 0 && digit <= 9)) break
      value = value * 10 + digit
      at++
    }
    return at > start && value <= Number.MAX_SAFE_INTEGER ? value : -1
  }

  /** Steps in a quoted decimal; -1 when it is not plain, not on the grid or too large. */
  const readSteps = (axis: ScaleAxis): number => {
    if (frame.charCodeAt(at) !== quote) return -1
    at++
    const start = at
    let units = 0
    let missing = axis.decimals
    let digit = frame.charCodeAt(at) - zero
    while (digit >= 0 && digit <= 9) {
      units = units * 10 + digit
      digit = frame.charCodeAt(++at) - zero
    }
    if (at === start) return -1
    if (digit === point - zero) {
      digit = frame.charCodeAt(++at) - zero
      while (digit >= 0 && digit <= 9) {
        if (missing > 0) {
          units = units * 10 + digit
          missing--
        } else if (digit !== 0) return -1
        digit = frame.charCodeAt(++at) - zero
      }
    }
    if (digit !== quote - zero) return -1
    at++
    for (; missing > 0; missing--) units *= 10
    if (units > Number.MAX_SAFE_INTEGER) return -1
    if (axis.unitsPerStep === 1) return units
    return units % axis.unitsPerStep === 0 ? units / axis.unitsPerStep : -1
  }

  const readLevels = (buffer: LevelBuffer): boolean => {
    buffer.count = 0
    if (frame.charCodeAt(at) !== openBracket) return false
    at++
    if (frame.charCodeAt(at) === closeBracket) {
      at++
      return true
    }
    for (;;) {
      if (frame.charCodeAt(at) !== openBracket) return false
      at++
      const ticks = readSteps(scale.price)
      if (ticks < 0 || frame.charCodeAt(at) !== comma) return false
      at++
      const lots = readSteps(scale.quantity)
      if (lots < 0 || frame.charCodeAt(at) !== closeBracket) return false
      pushLevel(buffer, ticks, lots)
      const next = frame.charCodeAt(at + 1)
      at += 2
      if (next === closeBracket) return true
      if (next !== comma) return false
    }
  }

  const skip = (text: string): boolean => {
    if (!frame.startsWith(text, at)) return false
    at += text.length
    return true
  }

  /** Reads one field behind its colon; the bit of what it was, 0 when it is not as usual. */
  const readField = (key: string, change: DepthChange): number => {
    switch (key) {
      case 's':
        return skip(symbolText) ? hasSymbol : 0
      case 'E':
        return (change.eventTimeMs = readWhole()) < 0 ? 0 : hasEventTime
      case 'T':
        return readWhole() < 0 ? 0 : hasTransactionTime
      case 'U':
        return (change.firstUpdateId = readWhole()) < 0 ? 0 : hasFirst
      case 'u':
        return (change.lastUpdateId = readWhole()) < 0 ? 0 : hasLast
      case 'pu':
        return (change.previousUpdateId = readWhole()) < 0 ? 0 : hasPrevious
      case 'b':
        return readLevels(change.bids) ? hasBids : 0
      case 'a':
        return readLevels(change.asks) ? hasAsks : 0
      default:
        return 0
    }
  }

  const readPayload = (change: DepthChange): boolean => {
    let found = 0
    for (;;) {
      if (frame.charCodeAt(at) !== quote) return false
      const isShort = frame.charCodeAt(at + 2) === quote
      const key = isShort ? frame[at + 1]! : frame.slice(at + 1, at + 3)
      at += isShort ? 3 : 4
      if (frame.charCodeAt(at - 1) !== quote || frame.charCodeAt(at) !== zero + 10) return false
      at++
      if (key === 'e') {
        if (!skip(eventType)) return false
      } else {
        const field = readField(key, change)
        if (field === 0 || (found & field) !== 0) return false
        found |= field
      }
      const next = frame.charCodeAt(at++)
      if (next === closeBrace) return found === hasEverything && isOrdered(change)
      if (next !== comma) return false
    }
  }

  return (text, change) => {
    frame = text
    if (!text.startsWith(prefix)) return false
    at = text.indexOf('"', prefix.length) + 1
    if (at === 0 || !skip(dataKey)) return false
    return readPayload(change) && text.charCodeAt(at) === closeBrace && text.length === at + 1
  }
}
