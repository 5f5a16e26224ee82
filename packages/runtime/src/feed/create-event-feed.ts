import type { Clock, FeedBody, FeedEvent, FeedKind } from '@aster/core'

import type { Redactor } from '../redaction/create-redactor.ts'

export interface EventFeed {
  /** Numbers an event, keeps it and hands it to everybody who listens. */
  publish(body: FeedBody, correlationId?: string): FeedEvent
  /** What is kept, oldest first; only what came after a sequence, or of some kinds, when asked for. */
  recent(filter?: { readonly afterSequence?: number; readonly kinds?: readonly FeedKind[] }): readonly FeedEvent[]
  /** Called with every later event. A listener that throws is left out of that event and reported. Returns how to stop. */
  subscribe(listener: (event: FeedEvent) => void): () => void
  /** A text as this feed would tell it: without secrets. */
  readonly hide: (text: string) => string
  /** Of the newest event; 0 before the first. */
  readonly lastSequence: number
}

export interface EventFeedOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Events kept, besides the newest state of each market, position, limit, account and signal; 2,000 by default. */
  readonly capacity?: number | undefined
  /** Hides secrets in what was written for people: incidents, decisions, signals, reasons of a refusal. */
  readonly redactor?: Pick<Redactor, 'redactText'> | undefined
  readonly onListenerError?: ((error: unknown) => void) | undefined
}

/** Events that say how something is now: the newest replaces the one before. */
function findStateKey(body: FeedBody): string | undefined {
  switch (body.kind) {
    case 'market':
      return `market ${body.symbol}`
    case 'limit':
      return `limit ${body.account ?? ''} ${body.name}`
    case 'latency':
      return `latency ${body.name}`
    case 'clock':
      return `clock ${body.account}`
    case 'equity':
      return `equity ${body.account}`
    case 'position':
      return `position ${body.account} ${body.symbol} ${body.positionSide}`
    default:
      return undefined
  }
}

type SignalEvent = Extract<FeedEvent, { kind: 'signal' }>

/** Signals, unlike markets and accounts, never end: so many are kept. */
const mostSignals = 200

/** Keeps the newest state of each signal. Those that are over go first, the oldest of them before the others. */
function keepSignal(signals: Map<string, SignalEvent>, event: SignalEvent): void {
  signals.set(event.id, event)
  if (signals.size <= mostSignals) return
  for (const { id, status } of signals.values()) {
    if (status !== 'received' && status !== 'executing') return void signals.delete(id)
  }
  for (const id of signals.keys()) return void signals.delete(id)
}

/** One stream of what happened in a program, for its views, its log and whoever asks later. Bounded memory. */
export function createEventFeed(options: EventFeedOptions): EventFeed {
  const { clock, capacity = 2_000, redactor, onListenerError } = options
  const listeners = new Set<(event: FeedEvent) => void>()
  const states = new Map<string, FeedEvent>()
  const signals = new Map<string, SignalEvent>()
  const ring: FeedEvent[] = []
  let next = 0
  let lastSequence = 0

  const keep = (event: FeedEvent): void => {
    if (event.kind === 'signal') return keepSignal(signals, event)
    const key = findStateKey(event)
    if (key !== undefined) states.set(key, event)
    if (key !== undefined && event.kind !== 'position') return
    if (ring.length < capacity) ring.push(event)
    else ring[next] = event
    next = (next + 1) % capacity
  }

  const clean = (body: FeedBody): FeedBody => {
    if (redactor === undefined) return body
    switch (body.kind) {
      case 'incident':
        return { ...body, what: redactor.redactText(body.what), detail: redactor.redactText(body.detail) }
      case 'decision':
        return { ...body, what: redactor.redactText(body.what), reason: redactor.redactText(body.reason) }
      case 'order':
        return body.reason === undefined ? body : { ...body, reason: redactor.redactText(body.reason) }
      case 'signal': {
        const reason = body.reason === undefined ? undefined : redactor.redactText(body.reason)
        return { ...body, strategy: redactor.redactText(body.strategy), reason }
      }
      default:
        return body
    }
  }

  return {
    publish(body, correlationId) {
      lastSequence += 1
      const atMs = clock.now()
      const said = clean(body)
      const event: FeedEvent =
        correlationId === undefined
          ? { ...said, sequence: lastSequence, atMs }
          : { ...said, sequence: lastSequence, atMs, correlationId }
      keep(event)
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          onListenerError?.(error)
        }
      }
      return event
    },
    recent({ afterSequence = 0, kinds } = {}) {
      const held = new Set([...states.values(), ...signals.values(), ...ring])
      return [...held]
        .filter(({ sequence, kind }) => sequence > afterSequence && (kinds === undefined || kinds.includes(kind)))
        .toSorted((a, b) => a.sequence - b.sequence)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    hide: (text) => redactor?.redactText(text) ?? text,
    get lastSequence() {
      return lastSequence
    },
  }
}
