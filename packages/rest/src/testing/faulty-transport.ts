import { type Clock, type Random, sleep, type Transport, TransportFailure, type TransportRequest } from '@aster/core'

export type Fault =
  | 'none'
  | 'acceptThenError'
  | 'errorBeforeAccept'
  | 'acceptThenDrop'
  | 'dropBeforeAccept'
  | 'html'
  | 'truncated'
  | 'late'

const faults: readonly Fault[] = [
  'acceptThenError',
  'errorBeforeAccept',
  'acceptThenDrop',
  'dropBeforeAccept',
  'html',
  'truncated',
  'late',
]

export interface FaultyTransportOptions {
  readonly clock: Clock
  readonly random: Random
  /** Chance of a fault per write, and per read. */
  readonly writeFaults: number
  readonly readFaults: number
}

export interface FaultyTransport extends Transport {
  /** How often each fault struck. */
  readonly counts: Record<Fault, number>
  /** Resolves when every late request has arrived. */
  settleLate(): Promise<void>
}

/**
 * Puts seeded faults between a client and an exchange: answers that get lost after the request was carried out, requests
 * that never arrive, and requests that arrive up to 55 s after the client was told 503.
 */
export function createFaultyTransport(inner: Transport, options: FaultyTransportOptions): FaultyTransport {
  const { clock, random, writeFaults, readFaults } = options
  const counts = Object.fromEntries([...faults, 'none'].map((fault) => [fault, 0])) as Record<Fault, number>
  const late: Promise<unknown>[] = []
  const pick = (request: TransportRequest): Fault => {
    const chance = request.method === 'GET' ? readFaults : writeFaults
    return random.next() < chance ? (faults[random.nextInt(faults.length)] ?? 'none') : 'none'
  }
  const lost = (reason: 'reset' | 'timeout') => new TransportFailure('sent', reason, 'the answer got lost')

  return {
    counts,
    settleLate: async () => {
      await Promise.allSettled(late)
    },
    async send(request) {
      const fault = pick(request)
      counts[fault] += 1
      if (fault === 'none') return inner.send(request)
      if (fault === 'errorBeforeAccept') return { status: 503, headers: {}, body: '' }
      if (fault === 'dropBeforeAccept') throw lost('reset')
      if (fault === 'late') {
        const { signal: _signal, ...rest } = request
        late.push(sleep(clock, 1_000 + random.nextInt(54_000)).then(() => inner.send(rest)))
        return { status: 503, headers: {}, body: '' }
      }
      const response = await inner.send(request)
      if (fault === 'acceptThenDrop') throw lost('timeout')
      if (fault === 'acceptThenError') return { status: 503, headers: {}, body: '' }
      const body = fault === 'html' ? '<html>Bad gateway</html>' : response.body.slice(0, response.body.length / 2)
      return { ...response, body }
    },
    close: () => inner.close(),
  }
}
