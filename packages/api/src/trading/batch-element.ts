import { z } from 'zod'

import { whole } from '../schema/received.ts'
import { order } from './order-result.ts'

/** Why one element of a batch was refused. It carries no id: match it by position. */
export const batchRefusal = z.object({ code: whole, msg: z.string() })

/** One element of a batch answer: the order, or why it was refused. Answers keep the order of the request. */
export const batchElement = z.union([order, batchRefusal])

export type BatchRefusal = z.output<typeof batchRefusal>
