import type { Order } from '@aster/api'

const standings: Readonly<Record<string, 'open' | 'final'>> = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'final',
  CANCELED: 'final',
  REJECTED: 'final',
  EXPIRED: 'final',
}

/** Whether an order can still trade. `undefined`: a status that we do not know, which proves nothing. */
export const findStanding = ({ status }: Pick<Order, 'status'>): 'open' | 'final' | undefined => standings[status]
