import type { OrderRequest } from '../orders/order-desk.ts'

declare const approved: unique symbol

/**
 * An order that the risk gate has let through. Nothing else can be sent: `placeOrder` takes no other, and only the gate
 * makes them.
 */
export interface ApprovedOrder {
  readonly request: OrderRequest
  /** It can only make a position smaller. */
  readonly isReducing: boolean
  readonly [approved]: true
}

/** For the risk gate alone. */
export const markApproved = (request: OrderRequest, isReducing: boolean): ApprovedOrder =>
  ({ request, isReducing }) as ApprovedOrder
