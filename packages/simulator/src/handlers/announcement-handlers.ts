import { refuse } from '../http/api-refusal.ts'
import type { Handlers } from '../http/handler.ts'
import { readInteger, readOptionalInteger } from '../http/read-params.ts'

/** What the exchange has announced: one notice, so that clients have something to read. Nothing is ever added. */
const announcements = [
  {
    id: 1,
    contents: [
      {
        language: 'en',
        title: 'This is a simulated exchange',
        subtitle: 'No money moves here',
        content: 'Orders, positions and balances exist in this process only.',
      },
    ],
    category: 'SYSTEM',
    publishTime: Date.UTC(2026, 0, 1),
    jumpLink: '',
  },
] as const

const defaultSize = 20

/** Announcements, from a table. */
export const announcementHandlers: Handlers = {
  getAnnouncements({ params }) {
    const page = readOptionalInteger(params, 'page') ?? 1
    const size = readOptionalInteger(params, 'size') ?? defaultSize
    if (page < 1 || size < 1) throw refuse(-1130, "Data sent for parameter 'page' is not valid.")
    return { total: announcements.length, rows: announcements.slice((page - 1) * size, page * size) }
  },
  getAnnouncement({ params }) {
    const id = readInteger(params, 'id')
    const found = announcements.find((announcement) => announcement.id === id)
    if (found === undefined) throw refuse(-1130, "Data sent for parameter 'id' is not valid.")
    return found
  },
}
