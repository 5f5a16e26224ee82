import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { whole } from '../schema/received.ts'
import { announcement } from './announcement-result.ts'

export const announcementsEndpoint = defineEndpoint({
  name: 'getAnnouncements',
  group: 'announcement',
  method: 'GET',
  path: { v3: '/fapi/v3/announcement/direct' },
  access: 'userData',
  effect: 'read',
  weight: 1,
  params: z.strictObject({ page: z.int().min(1).optional(), size: z.int().min(1).optional() }),
  result: z.object({ total: whole, rows: z.array(announcement) }),
})
