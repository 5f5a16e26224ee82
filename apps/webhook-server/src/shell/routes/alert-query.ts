import { z } from 'zod'

const waitsForMs = 2_500
const longestWaitMs = 25_000

/** Whether the answer waits for the outcome, and how long. */
export const alertQuery = z.object({
  wait: z.enum(['0', '1']).default('0').describe('1 answers when the signal is over, with order and position.'),
  wait_ms: z.coerce.number().int().min(1).max(longestWaitMs).default(waitsForMs),
})
