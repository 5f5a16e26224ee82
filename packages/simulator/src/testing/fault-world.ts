import { createScaledClock, createSystemClock, sleep, type TransportFailure } from '@aster/core'
import { request } from 'undici'

import { createExchange } from '../exchange/create-exchange.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { FaultScriptInput } from '../faults/fault-script.ts'
import type { RawResponse } from '../http/raw-request.ts'
import { createWireRequests, type WireRequest } from './call-signed.ts'
import { startTestExchange } from './start-test-exchange.ts'
import { testAccounts } from './test-accounts.ts'

/** An answer, or how it was lost: phase and reason. */
export type Outcome = Pick<RawResponse, 'status' | 'headers' | 'body'> | { lost: string }

/** An exchange in trouble and one way to it. `wait` and `pause` let its time pass. */
export interface FaultWorld extends AsyncDisposable {
  readonly exchange: Exchange
  readonly nowMs: () => number
  readonly elapsedMs: () => number
  prepare(...wanted: Parameters<ReturnType<typeof createWireRequests>>): WireRequest
  send(wire: WireRequest, timeoutMs?: number): Promise<Outcome>
  wait<T>(promise: Promise<T>): Promise<T>
  pause(ms: number): Promise<void>
}

const options = { market: 'quiet', symbols: ['BTCUSDT'], accounts: testAccounts, nonceWindowMs: 60_000 } as const

/** In this process, under a virtual clock. */
export async function openFaultyMemory(faults?: FaultScriptInput): Promise<FaultWorld> {
  const test = await startTestExchange({ ...options, faults })
  const { exchange, clock } = test
  const transport = exchange.transport({ latencyMs: 1 })
  return {
    exchange,
    nowMs: () => clock.now(),
    elapsedMs: () => clock.monotonicMs(),
    prepare: createWireRequests(clock),
    send: ({ target, ...wire }, timeoutMs = 10_000) =>
      transport
        .send({ ...wire, url: exchange.restUrl + target, timeoutMs })
        .catch((error: TransportFailure) => ({ lost: `${error.phase} ${error.reason}` })),
    wait: (promise) => clock.runUntil(promise),
    pause: (ms) => clock.advance(ms),
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  }
}

/** Over HTTP, twenty times as fast as the machine's clock, so that a minute passes in three seconds. */
export async function openFaultySockets(faults?: FaultScriptInput): Promise<FaultWorld> {
  const clock = createScaledClock(20, createSystemClock())
  const exchange = createExchange({ ...options, clock, faults })
  await exchange.start()
  const { restUrl } = await exchange.listen({ host: '127.0.0.1', port: 0 })
  const send: FaultWorld['send'] = async ({ target, method, headers, body }, timeoutMs = 10_000) => {
    const controller = new AbortController()
    const deadline = clock.schedule(timeoutMs, () => controller.abort(new Error('timeout')))
    try {
      const answer = await request(restUrl + target, {
        method,
        headers,
        signal: controller.signal,
        ...(body !== '' && { body }),
      })
      const text = await answer.body.text()
      return { status: answer.statusCode, headers: answer.headers as Record<string, string>, body: text }
    } catch (error) {
      if (controller.signal.aborted) return { lost: 'sent timeout' }
      const { code } = error as { code?: string }
      return { lost: code === 'ECONNREFUSED' ? 'unsent refused' : 'sent reset' }
    } finally {
      deadline.cancel()
    }
  }
  return {
    exchange,
    nowMs: () => clock.now(),
    elapsedMs: () => clock.monotonicMs(),
    prepare: createWireRequests(clock),
    send,
    wait: (promise) => promise,
    pause: (ms) => sleep(clock, ms),
    [Symbol.asyncDispose]: () => exchange.stop(),
  }
}
