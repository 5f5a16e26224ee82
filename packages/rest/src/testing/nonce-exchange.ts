import type { Random, TransportRequest, TransportResponse, VirtualClock } from '@aster/core'
import { sleep, TransportFailure } from '@aster/core'

import { orderAnswer } from './create-test-client.ts'
import { answer, readParams, refusal } from './scripted-transport.ts'

export interface NonceExchangeOptions {
  readonly clock: VirtualClock
  readonly random: Random
  readonly windowMs: number
  /** How far queries lag behind. */
  readonly lagMs: number
  /** Exchange time minus local time. */
  readonly skewMs: number
  /** Chance of each call but the first to get no answer, before or after it was acted on. */
  readonly faults: number
}

/**
 * A small exchange that keeps one rule: a nonce is used once, inside its window. The placement is delivered when the
 * test says so; everything else may get lost on the way there or back.
 */
export function createNonceExchange(options: NonceExchangeOptions) {
  const { clock, random, windowMs, lagMs, skewMs, faults } = options
  const used = new Set<string>()
  const orders = new Map<string, { readonly atMs: number }>()
  const serverNow = () => clock.now() + skewMs

  const takeNonce = (nonce: string): boolean => {
    if (Math.abs(Number(nonce) / 1_000 - serverNow()) > windowMs || used.has(nonce)) return false
    used.add(nonce)
    return true
  }

  return {
    /** The placement arrives. `refuses`: its nonce is used, and the order is refused for another reason. */
    deliver({ nonce, clientOrderId, refuses }: { nonce: string; clientOrderId: string; refuses: boolean }) {
      if (takeNonce(nonce) && !refuses) orders.set(clientOrderId, { atMs: clock.monotonicMs() })
    },
    has: (clientOrderId: string) => orders.has(clientOrderId),
    async handle(request: TransportRequest): Promise<Partial<TransportResponse> | TransportFailure> {
      await sleep(clock, 1 + random.nextInt(40))
      const isLost = random.next() < faults
      if (isLost && random.next() < 0.5) return { status: 503 }
      const reply = act(request)
      await sleep(clock, 1 + random.nextInt(40))
      return isLost ? new TransportFailure('sent', 'reset', 'lost') : reply
    },
  }

  function act(request: TransportRequest): Partial<TransportResponse> {
    const params = readParams(request)
    if (request.url.includes('/time')) return answer({ serverTime: serverNow() })
    if (request.url.includes('/noop')) {
      return takeNonce(params['nonce'] ?? '') ? answer({ code: 200, msg: 'success' }) : refusal(-4225, 'Nonce Expired')
    }
    const id = params['origClientOrderId'] ?? ''
    const order = orders.get(id)
    const isVisible = order !== undefined && clock.monotonicMs() - order.atMs >= lagMs
    return isVisible ? answer(orderAnswer({ clientOrderId: id })) : refusal(-2013, 'Order does not exist.')
  }
}
