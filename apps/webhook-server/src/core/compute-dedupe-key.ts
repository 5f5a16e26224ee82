import { hash } from 'node:crypto'

import type { Body } from './parse-body.ts'
import type { ParsedSignal } from './signal.ts'

/** What makes two messages the same, and for how long. */
export interface DedupeKey {
  readonly key: string
  /** The sender named or dated it: the same message is the same signal for as long as that is kept. Otherwise only within a window. */
  readonly isForEver: boolean
}

/** Two messages are the same when the sender calls them the same, or when they say the same at the same time. */
export function computeDedupeKey(route: string, body: Body, signal: ParsedSignal): DedupeKey {
  const { externalId, strategy, symbol, alertMs } = signal
  const content = externalId === undefined ? sortKeys(body) : ['id', externalId]
  const key = hash('sha256', JSON.stringify([route, strategy, symbol, content]))
  return { key, isForEver: externalId !== undefined || alertMs !== undefined }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sortKeys(inner)])
}
