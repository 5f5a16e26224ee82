import { timeMs } from '../../schema/received.ts'
import type { AnnouncementEvent } from '../announcement.ts'
import { readObject, readText } from '../read-fields.ts'
import type { AccountConfigUpdateEvent } from './account-config-update.ts'
import type { AccountUpdateEvent } from './account-update.ts'
import type { ListenKeyExpiredEvent } from './listen-key-expired.ts'
import type { MarginCallEvent } from './margin-call.ts'
import type { OrderTradeUpdateEvent } from './order-trade-update.ts'
import { userEvents } from './user-events.ts'

/** An event that is not documented, handed on as it came. */
export interface UnknownUserEvent {
  readonly type: 'unknown'
  /** Value of `e`. */
  readonly event: string
  /** 0 when it has none. */
  readonly eventTimeMs: number
  readonly raw: unknown
}

export type UserEvent =
  | OrderTradeUpdateEvent
  | AccountUpdateEvent
  | AccountConfigUpdateEvent
  | MarginCallEvent
  | ListenKeyExpiredEvent
  | AnnouncementEvent
  | UnknownUserEvent

const byEvent: ReadonlyMap<string, { parse(raw: unknown): UserEvent }> = new Map(
  Object.values(userEvents).map((declaration) => [declaration.event, declaration]),
)

/**
 * Turns a payload of the user stream, parsed from JSON, into an event in words. An undocumented event passes as `unknown`.
 * @throws {StreamFrameError} The payload has no event type, or lacks a field that matters.
 */
export function parseUserEvent(raw: unknown): UserEvent {
  const fields = readObject('user stream', raw)
  const event = readText('user stream', 'e', fields['e'])
  const declaration = byEvent.get(event)
  if (declaration !== undefined) return declaration.parse(raw)
  const time = timeMs.safeParse(fields['E'])
  return { type: 'unknown', event, eventTimeMs: time.success ? time.data : 0, raw }
}
