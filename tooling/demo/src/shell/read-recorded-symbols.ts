import { parseFrame, readFrames } from '@aster/recorder'

/** Every symbol of a recording shows up within a few seconds of it. */
const framesToRead = 5_000

/** What a recording of raw frames holds: the symbols of its first frames, and whether there is a book to begin with. */
export async function readRecordedSymbols(
  path: string,
): Promise<{ readonly symbols: readonly string[]; readonly hasBook: boolean }> {
  const symbols = new Set<string>()
  let hasBook = false
  let count = 0
  for await (const { text } of readFrames(path)) {
    const frame = parseFrame(text)
    if ('symbol' in frame) symbols.add(frame.symbol)
    if (frame.kind === 'snapshot') hasBook = true
    count += 1
    if (count >= framesToRead) break
  }
  return { symbols: [...symbols].sort(), hasBook }
}
