import { toPlainLine } from '@aster/core'

/** What a piece of text means; the terminal decides what that looks like. */
export type Tone = 'plain' | 'dim' | 'strong' | 'good' | 'bad' | 'accent'

/** A line in pieces, so that it can be cut to a width before colours are added. */
export type StyledLine = readonly (readonly [text: string, tone?: Tone])[]

const codes: Readonly<Record<Tone, string>> = {
  plain: '',
  dim: '\u001b[2m',
  strong: '\u001b[1m',
  good: '\u001b[32m',
  bad: '\u001b[31m',
  accent: '\u001b[36m',
}

/** Takes two columns: scripts of East Asia, and pictures. */
const wide =
  /^[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|^\p{Emoji_Presentation}/u
const onlyNarrow = /^[\u0020-\u10FF\u2010-\u22FF\u2500-\u25FF]*$/

const widthOf = (character: string): number => (wide.test(character) ? 2 : 1)

/**
 * The line as terminal text of at most `columns` columns. What a terminal would obey is taken out of it: the words may
 * come from a halt file, an order of another program, the exchange.
 */
export function paintLine(line: StyledLine, columns: number, hasColor: boolean): string {
  let left = columns
  let painted = ''
  for (const [text, tone = 'plain'] of line) {
    if (left <= 0) break
    const [part, width] = cutToWidth(blankCommands(text), left)
    painted += hasColor && codes[tone] !== '' ? `${codes[tone]}${part}\u001b[0m` : part
    left -= width
  }
  return painted
}

/** As {@link toPlainLine}, with the spaces at both ends kept: they hold columns apart. */
const blankCommands = (text: string): string =>
  text.replace(/^( *)([^]*?)( *)$/, (_all, before: string, words: string, after: string) => {
    return `${before}${toPlainLine(words)}${after}`
  })

/** The text, or its beginning and an `…`, and the columns it takes; more than there are where it was cut. */
function cutToWidth(text: string, columns: number): readonly [part: string, width: number] {
  if (text.length <= columns && onlyNarrow.test(text)) return [text, text.length]
  const characters = Array.from(text)
  const width = characters.reduce((sum, character) => sum + widthOf(character), 0)
  if (width <= columns) return [text, width]
  let part = ''
  let left = columns - 1
  for (const character of characters) {
    left -= widthOf(character)
    if (left < 0) break
    part += character
  }
  return [`${part}…`, width]
}
