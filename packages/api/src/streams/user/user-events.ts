import { accountConfigUpdateEvent } from './account-config-update.ts'
import { accountUpdateEvent } from './account-update.ts'
import { listenKeyExpiredEvent } from './listen-key-expired.ts'
import { marginCallEvent } from './margin-call.ts'
import { orderTradeUpdateEvent } from './order-trade-update.ts'
import { personalAnnouncementEvent } from './personal-announcement.ts'

/** Every event of the user stream by name. */
export const userEvents = Object.freeze({
  listenKeyExpired: listenKeyExpiredEvent,
  marginCall: marginCallEvent,
  accountUpdate: accountUpdateEvent,
  orderTradeUpdate: orderTradeUpdateEvent,
  accountConfigUpdate: accountConfigUpdateEvent,
  announcement: personalAnnouncementEvent,
})
