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

/** The line as terminal text of at most `columns` characters. Every character we use is one column wide. */
export function paintLine(line: StyledLine, columns: number, hasColor: boolean): string {
  let left = columns
  let painted = ''
  for (const [text, tone = 'plain'] of line) {
    const characters = Array.from(text)
    const part = characters.length > left ? `${characters.slice(0, Math.max(0, left - 1)).join('')}…` : text
    if (left <= 0) break
    painted += hasColor && codes[tone] !== '' ? `${codes[tone]}${part}\u001b[0m` : part
    left -= characters.length
  }
  return painted
}
