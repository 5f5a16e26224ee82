import type { Random } from '@aster/core'

/** Characters that make another text, but never another number. */
const garbage = '\u0001\u0000"{}[]:,;x#~\ufffd'

/**
 * A frame as a broken proxy might hand it on: cut off, glued to another, or with one character changed. A digit is never
 * changed into another digit: nothing in the protocol could show that.
 *
 * @param onlyUnreadable - The result is no JSON: for events whose texts could become other texts.
 */
export function damageFrame(frame: string, random: Random, onlyUnreadable: boolean): string {
  const at = random.nextInt(frame.length)
  const kind = random.nextInt(4)
  if (kind === 0) return frame.slice(0, at)
  if (kind === 1) return frame + frame.slice(at)
  const character = onlyUnreadable ? '\u0001' : garbage.charAt(random.nextInt(garbage.length))
  return frame.slice(0, at) + character + frame.slice(at + 1)
}
