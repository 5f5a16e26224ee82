import type { Endpoint } from '@aster/api'
import type { Clock } from '@aster/core'

import { refuse } from '../http/api-refusal.ts'
import type { RawResponse } from '../http/raw-request.ts'

/** Orders older than the longest lag need not be remembered. */
const longestLagMs = 60_000
const checkEvery = 1_000
const orderQueries: ReadonlySet<string> = new Set(['getOrder', 'getOpenOrder', 'getOpenOrders', 'getAllOrders'])

/** When orders came, so that queries can lag behind them. */
export interface OrderAges {
  /** Notes the orders that an answer to a placement names. */
  note(endpoint: Endpoint | undefined, response: RawResponse): void
  /** Takes orders younger than `lagMs` out of the answer to a query: -2013, or a shorter list. */
  hideYoung(endpoint: Endpoint | undefined, response: RawResponse, lagMs: number): RawResponse
}

export function createOrderAges(clock: Pick<Clock, 'monotonicMs'>): OrderAges {
  const placedAtMs = new Map<string, number>()

  const forgetOld = () => {
    const nowMs = clock.monotonicMs()
    for (const [orderId, atMs] of placedAtMs) {
      if (nowMs - atMs < longestLagMs) return
      placedAtMs.delete(orderId)
    }
  }
  const isYoung = (row: unknown, lagMs: number): boolean => {
    const orderId = readOrderId(row)
    const atMs = orderId === undefined ? undefined : placedAtMs.get(orderId)
    return atMs !== undefined && clock.monotonicMs() - atMs < lagMs
  }

  return {
    note(endpoint, response) {
      if (endpoint?.ownId === undefined || response.status !== 200) return
      for (const row of [JSON.parse(response.body) as unknown].flat()) {
        const orderId = readOrderId(row)
        if (orderId !== undefined && !placedAtMs.has(orderId)) placedAtMs.set(orderId, clock.monotonicMs())
      }
      if (placedAtMs.size % checkEvery === 0) forgetOld()
    },
    hideYoung(endpoint, response, lagMs) {
      if (endpoint === undefined || !orderQueries.has(endpoint.name) || response.status !== 200) return response
      const content = JSON.parse(response.body) as unknown
      if (Array.isArray(content)) {
        return { ...response, body: JSON.stringify(content.filter((row) => !isYoung(row, lagMs))) }
      }
      if (!isYoung(content, lagMs)) return response
      const { status, code, message } = refuse(-2013)
      return { ...response, status, body: JSON.stringify({ code, msg: message }) }
    },
  }
}

function readOrderId(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null || !('orderId' in row)) return undefined
  return String(row.orderId)
}
