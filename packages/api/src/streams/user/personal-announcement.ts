import { announcementPayload, toAnnouncementEvent } from '../announcement.ts'
import { defineUserEvent } from './define-user-event.ts'

/** A message to this account; its category is `DIRECT`. */
export const personalAnnouncementEvent = defineUserEvent({
  name: 'announcement',
  event: 'announcement',
  payload: announcementPayload,
  toEvent: toAnnouncementEvent,
})
