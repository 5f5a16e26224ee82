/** A line without its ending, or the fact that it was too long to keep. */
export type Line = string | typeof tooLong
export const tooLong = Symbol('line too long')

/** Cuts bytes into lines, holding one unfinished line at most. A last line without an ending counts. */
export async function* splitLines<End>(
  chunks: AsyncGenerator<Uint8Array, End>,
  longestLine: number,
): AsyncGenerator<readonly Line[], End> {
  const decoder = new TextDecoder()
  let rest = ''
  let skipping = false
  while (true) {
    const { done, value } = await chunks.next()
    const text = done === true ? decoder.decode() : decoder.decode(value, { stream: true })
    const pieces = (rest + text).split('\n')
    rest = pieces.pop() ?? ''
    const lines: Line[] = pieces.map((piece) => (piece.length > longestLine ? tooLong : piece))
    if (skipping && lines.length > 0) {
      lines[0] = tooLong
      skipping = false
    }
    if (rest.length > longestLine) {
      rest = ''
      skipping = true
    }
    if (done === true) {
      if (skipping) lines.push(tooLong)
      else if (rest !== '') lines.push(rest)
      yield lines
      return value
    }
    yield lines
  }
}
