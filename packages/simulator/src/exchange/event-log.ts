import type { EngineEvent } from '../engine/types.ts'
import type { FaultRecord } from '../faults/create-fault-layer.ts'
import type { StreamFaultRecord } from '../faults/create-stream-faults.ts'
import type { RequestRecord } from '../http/handle-request.ts'

/**
 * One line of canonical JSON per thing that happened, in order. The same seed and the same calls give the same bytes.
 * Price levels are left out: trades and best prices tell the market's story in a hundredth of the lines.
 */
export interface EventLog {
  onEngineEvent(event: EngineEvent): void
  onRequest(record: RequestRecord, nowMs: number): void
  /** A rule of the fault script fired, on a request, on a stream event, or by itself. */
  onInjectedFault(record: FaultRecord | StreamFaultRecord | Pick<FaultRecord, 'rule' | 'action'>, nowMs: number): void
  /** Hands every following line to a listener; the function returned ends that. */
  subscribe(listener: (line: string) => void): () => void
}

export function createEventLog(): EventLog {
  const listeners = new Set<(line: string) => void>()
  const write = (entry: object) => {
    const line = JSON.stringify(entry)
    for (const listener of listeners) listener(line)
  }
  return {
    onEngineEvent(event) {
      if (listeners.size > 0 && event.kind !== 'level') write(event)
    },
    onRequest({ method, path, accountId, params, response }, nowMs) {
      if (listeners.size === 0) return
      const body = path.endsWith('/listenKey') ? '' : response.body
      write({ kind: 'request', timeMs: nowMs, accountId, method, path, params, status: response.status, body })
    },
    onInjectedFault(record, nowMs) {
      if (listeners.size > 0) write({ kind: 'fault', timeMs: nowMs, ...record })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
