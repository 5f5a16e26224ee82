import { z } from 'zod'

import { defineEndpoint } from '../define-endpoint.ts'
import { idText } from '../schema/sent.ts'
import { announcement } from './announcement-result.ts'

export const announcementEndpoint = defineEndpoint({
  name: 'getAnnouncement',
  group: 'announcement',
  method: 'GET',
  path: { v3: '/fapi/v3/announcement/directById' },
  access: 'userData',
  effect: 'read',
  weight: 1,
  params: z.strictObject({ id: idText }),
  result: announcement,
})
