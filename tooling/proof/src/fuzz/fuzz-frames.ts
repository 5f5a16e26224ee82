import type { Random } from '@aster/core'

import { drawText } from './fuzz-values.ts'

const pick = <T>(list: readonly T[], random: Random): T => list[random.nextInt(list.length)] as T
const methods = [
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'LIST_SUBSCRIPTIONS',
  'SET_PROPERTY',
  'GET_PROPERTY',
  'order.place',
  '',
  null,
  7,
]
const streamNames = [
  'btcusdt@bookTicker',
  'btcusdt@depth@100ms',
  'btcusdt@depth5',
  'btcusdt@aggTrade',
  '!markPrice@arr',
  '!ticker@arr',
  'btcusdt@kline_1m',
  'btcusdt@kline_7m',
  '!forceOrder@arr',
  'BTCUSDT@bookTicker',
  'nothing@nowhere',
  '',
  '@',
  '!',
  ' ',
  '__proto__',
  'constructor',
  'a'.repeat(3000),
  'btcusdt@depth@99999999999999999999ms',
  '%00',
  '🦊@depth',
]
const ids = [1, 0, -1, 1.5, 2 ** 53, '7', 'x', null, {}, [], true]

/** What goes into a socket: a text or a binary frame, a ping, or a close with any code. */
export type FuzzFrame =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  | { readonly kind: 'ping'; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly code: number }

export function drawFrame(random: Random, foreign: readonly string[]): FuzzFrame {
  const dice = random.nextInt(100)
  if (dice < 3) return { kind: 'close', code: pick([1000, 1001, 1008, 1011, 3000, 4999], random) }
  if (dice < 8) return { kind: 'ping', bytes: random.nextBytes(random.nextInt(125)) }
  if (dice < 14) return { kind: 'binary', bytes: random.nextBytes(random.nextInt(300)) }
  if (dice < 16) return { kind: 'text', text: 'x'.repeat(70_000) }
  if (dice < 30) return { kind: 'text', text: drawText(random, 60) }
  const names = Array.from({ length: random.nextInt(5) }, () => pick([...streamNames, ...foreign], random))
  const params: unknown = pick<unknown>(
    [names, names, names, ['combined', true], ['combined'], 'text', null, [[]], 7, {}],
    random,
  )
  const frame = { method: pick(methods, random), params, id: pick<unknown>(ids, random) }
  const text = JSON.stringify(random.nextInt(6) === 0 ? { ...frame, extra: 1 } : frame)
  return { kind: 'text', text: random.nextInt(6) === 0 ? text.slice(0, random.nextInt(text.length)) : text }
}
