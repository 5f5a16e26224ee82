import { z } from 'zod'

import { bool, id, timeMs } from '../schema/received.ts'
import { defineStream } from './define-stream.ts'

/** One language of an announcement. */
export interface Announcement {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  /** `NEW_LISTING` for public ones, `DIRECT` for personal ones; others may come. */
  readonly category: string
  readonly timeMs: number
  readonly isRead: boolean
  readonly link: string
  /** HTML text. */
  readonly html: string
}

export interface AnnouncementEvent {
  readonly type: 'announcement'
  /** The payload has no event time; this is the announcement's own. */
  readonly eventTimeMs: number
  readonly english: Announcement | undefined
  readonly chinese: Announcement | undefined
}

const languagePayload = z.object({
  i: id,
  t: z.string(),
  s: z.string().nullish(),
  c: z.string(),
  d: timeMs,
  S: bool.optional(),
  j: z.string().nullish(),
  C: z.string().nullish(),
})

export const announcementPayload = z.object({ en: languagePayload.nullish(), zh: languagePayload.nullish() })

const toAnnouncement = (wire: z.output<typeof languagePayload>): Announcement => ({
  id: wire.i,
  title: wire.t,
  subtitle: wire.s ?? '',
  category: wire.c,
  timeMs: wire.d,
  isRead: wire.S ?? false,
  link: wire.j ?? '',
  html: wire.C ?? '',
})

export const toAnnouncementEvent = ({ en, zh }: z.output<typeof announcementPayload>): AnnouncementEvent => ({
  type: 'announcement',
  eventTimeMs: en?.d ?? zh?.d ?? 0,
  english: en ? toAnnouncement(en) : undefined,
  chinese: zh ? toAnnouncement(zh) : undefined,
})

/** Public announcements. The documentation shows the payload and keeps the stream's name to itself: the caller says it. */
export const announcementStream = defineStream({
  name: 'announcement',
  params: z.strictObject({ streamName: z.string().min(1) }),
  streamName: (params) => params.streamName,
  parseStreamName: () => undefined,
  payload: announcementPayload,
  toEvent: toAnnouncementEvent,
  order: { sequenceOf: (event) => event.eventTimeMs, isUnique: false },
})
