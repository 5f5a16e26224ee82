import type { Latency, QueueModel } from '@aster/simulator'
import { z } from 'zod'

/** `25` or `25~0.4`: a median in milliseconds and how far outliers lie from it. */
export const latencyText = z.string().transform((text, context): Latency => {
  const [, median = '', spread = '0'] = /^(\d{1,5}(?:\.\d+)?)(?:~(\d(?:\.\d+)?))?$/.exec(text) ?? []
  if (median !== '') return { medianMs: Number(median), spread: Number(spread) }
  context.addIssue({ code: 'custom', message: 'must be milliseconds, or milliseconds~spread such as 25~0.4' })
  return z.NEVER
})

const named = ['front', 'proRata', 'log', 'back'] as const

/** `front`, `proRata`, `log`, `back` or `power:<n>`. */
export const queueText = z.string().transform((text, context): QueueModel => {
  const name = named.find((candidate) => candidate === text)
  if (name !== undefined) return name
  const power = /^power:(\d(?:\.\d+)?)$/.exec(text)?.[1]
  if (power !== undefined) return { power: Number(power) }
  context.addIssue({ code: 'custom', message: 'must be front, proRata, log, back or power:<n>' })
  return z.NEVER
})

/** A fraction of the notional: `0.0001` is one basis point, negative a rebate. */
export const feeText = z.string().regex(/^-?0(\.\d{1,8})?$/, 'must be a fraction of the notional such as 0.0001')
