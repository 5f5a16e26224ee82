import type { Random } from '@aster/core'
import { z } from 'zod'

export const longestMs = 86_400_000
export const milliseconds = z.number().int().min(0).max(longestMs)

/** A time in milliseconds, or a range out of which chance takes one, both ends included. */
export const duration = z.union([
  milliseconds,
  z.tuple([milliseconds, milliseconds]).refine(([from, to]) => from <= to, 'must run from the smaller to the larger'),
])
export type Duration = z.output<typeof duration>

export function pickMs(wanted: Duration, random: Random): number {
  if (typeof wanted === 'number') return wanted
  const [from, to] = wanted
  return from + random.nextInt(to - from + 1)
}
