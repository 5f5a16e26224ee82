import { z } from 'zod'

import { timeMs } from '../../schema/received.ts'
import { defineUserEvent } from './define-user-event.ts'

/** The key ran out. Nothing more comes on this socket, which itself may stay open. */
export interface ListenKeyExpiredEvent {
  readonly type: 'listenKeyExpired'
  readonly eventTimeMs: number
}

export const listenKeyExpiredEvent = defineUserEvent({
  name: 'listenKeyExpired',
  event: 'listenKeyExpired',
  payload: z.object({ E: timeMs.optional() }),
  toEvent: (wire): ListenKeyExpiredEvent => ({ type: 'listenKeyExpired', eventTimeMs: wire.E ?? 0 }),
})
