import type { OrderState } from './evidence.ts'

const states: Readonly<Record<string, OrderState>> = {
  NEW: 'open',
  // an order of the exchange's own: liquidation, auto-deleverage
  NEW_INSURANCE: 'open',
  NEW_ADL: 'open',
  PARTIALLY_FILLED: 'partlyFilled',
  FILLED: 'filled',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
}

/** The exchange's word for an order's state in ours. A word we do not know tells no more than that the order exists. */
export const mapStatus = (status: string): OrderState =>
  states[status] ?? (status.startsWith('EXPIRED') ? 'expired' : 'open')
