/** A line without its ending, or the fact that it was too long to keep. */
export type Line = string | typeof tooLong
export const tooLong = Symbol('line too long')

/** Cuts bytes into lines. Holds one unfinished line at most. */
export interface LineSplitter {
  /** The lines that these bytes complete. */
  push(bytes: Uint8Array): readonly Line[]
  /** The last line, when it has no ending. */
  end(): readonly Line[]
}

export function createLineSplitter(longestLine: number): LineSplitter {
  const decoder = new TextDecoder()
  let rest = ''
  let skipping = false

  const take = (text: string): Line[] => {
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
    return lines
  }

  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end: () => {
      const lines = take(decoder.decode())
      if (skipping) return [...lines, tooLong]
      return rest === '' ? lines : [...lines, rest]
    },
  }
}
