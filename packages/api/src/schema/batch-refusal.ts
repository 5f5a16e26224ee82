import { z } from 'zod'

import { whole } from './received.ts'

/** Why one element of a batch was refused. It carries no id: match it by position. */
export const batchRefusal = z.object({ code: whole, msg: z.string() })

export type BatchRefusal = z.output<typeof batchRefusal>
