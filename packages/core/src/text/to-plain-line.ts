/** Control characters, breaks of lines, and what turns the direction of writing: a terminal obeys them. */
const commands = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu

/**
 * A text from somebody else as one line that a terminal only shows: control characters become one space.
 *
 * @param mostCharacters - What is longer is cut and ends in `…`; unlimited by default.
 */
export function toPlainLine(text: string, mostCharacters = Infinity): string {
  const line = text.replace(commands, ' ').trim()
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1).toWellFormed()}…` : line
}
