import type { ClientOrderIds } from '@aster/core'
import type { RestClient } from '@aster/rest'

import type { Habits } from './habits.ts'
import type { Ledger } from './ledger.ts'

/** What the client of a run works with. */
export interface Desk {
  readonly client: RestClient
  readonly clientOrderIds: ClientOrderIds
  readonly ledger: Ledger
  readonly habits: Habits
}
