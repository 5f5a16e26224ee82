import { z } from 'zod'

import { id, timeMs } from '../schema/received.ts'

/** One announcement, in one or more languages. */
export const announcement = z.object({
  id,
  contents: z.array(
    z.object({
      language: z.string(),
      title: z.string(),
      subtitle: z.string().nullish(),
      content: z.string().nullish(),
    }),
  ),
  category: z.string().nullish(),
  publishTime: timeMs,
  jumpLink: z.string().nullish(),
})
