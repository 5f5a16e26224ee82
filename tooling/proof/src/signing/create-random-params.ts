import type { Param } from '@aster/auth'
import type { Random } from '@aster/core'

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:/'
const awkward = Array.from(' +%[]{}&=?#"\'\\~!*(),;@$^`|<>\u0000\n\té漢測試🚀\u00a0\u2028')

/** Up to eight parameters with everything that encoders trip over: unicode, spaces, `+ % [ ] { }`, empty names and values. */
export function createRandomParams(random: Random): readonly Param[] {
  return Array.from({ length: random.nextInt(9) }, (_, index) => [`${createText(random)}${index}`, createText(random)])
}

function createText(random: Random): string {
  const length = random.nextInt(4) === 0 ? 0 : random.nextInt(16)
  return Array.from({ length }, () => createCharacter(random)).join('')
}

function createCharacter(random: Random): string {
  switch (random.nextInt(4)) {
    case 0:
    case 1:
      return plain.charAt(random.nextInt(plain.length))
    case 2:
      return awkward[random.nextInt(awkward.length)] ?? ''
    default:
      return createCodePoint(random)
  }
}

/** Any code point but the surrogates, which are no characters. */
function createCodePoint(random: Random): string {
  const point = random.nextInt(0x110000 - 0x800)
  return String.fromCodePoint(point < 0xd800 ? point : point + 0x800)
}
