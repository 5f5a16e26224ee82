import { z } from 'zod'

import { batchRefusal } from '../schema/batch-refusal.ts'
import { order } from './order-result.ts'

/** One element of a batch answer: the order, or why it was refused. Answers keep the order of the request. */
export const batchElement = z.union([order, batchRefusal])
