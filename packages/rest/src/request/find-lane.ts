import type { Endpoint } from '@aster/api'

/** Which calls go first when a budget is short: cancels before closes, closes before placements, reads last. */
export type Lane = 'cancel' | 'close' | 'place' | 'read'

export const lanes: readonly Lane[] = ['cancel', 'close', 'place', 'read']

const isTrue = (value: unknown): boolean => String(value).toLowerCase() === 'true'

/** The lane of a call that names none. What takes risk off the account goes before what puts it on. */
export function findLane(endpoint: Endpoint, params: Readonly<Record<string, unknown>>): Lane {
  if (endpoint.effect === 'read') return 'read'
  const { name, group, method } = endpoint
  if (group === 'trading' && (method === 'DELETE' || name === 'noop' || name === 'countdownCancelAll')) return 'cancel'
  // without its listen key a program is blind
  if (group === 'stream') return 'close'
  return isTrue(params['reduceOnly']) || isTrue(params['closePosition']) ? 'close' : 'place'
}
