import type { StreamOrder } from '@aster/api'
import type { Clock } from '@aster/core'

import { callHandler } from '../call-handler.ts'
import { toLocalMs } from '../link/to-local-ms.ts'
import type { GapReason, StreamGap } from '../stream-gap.ts'
import type { ReportIncident } from '../stream-incident.ts'
import { createHandOver, type HandOver } from './create-hand-over.ts'
import { parseStreamFrame } from './parse-stream-frame.ts'
import type { AnyStream } from './stream-declaration.ts'

/**
 * - `connecting`: not yet confirmed by the exchange.
 * - `live`: confirmed; everything that comes is handed on.
 * - `stale`: silent for longer than its budget.
 * - `down`: the connection is lost and being replaced.
 * - `closed`: unsubscribed.
 */
export type SubscriptionState = 'connecting' | 'live' | 'stale' | 'down' | 'closed'

/** One party that follows a stream. */
export interface Subscriber {
  /** Wants events in words; absent when only frames are wanted. */
  readonly onEvent?: (event: unknown, frame: string) => unknown
  readonly onFrame?: (frame: string) => unknown
  readonly onGap?: (gap: StreamGap) => unknown
  readonly onState?: (state: SubscriptionState) => unknown
}

/** The connection that frames come from: compared by identity, never looked into. */
export type Source = object

/** One stream by its name on the wire, whatever connection carries it, with all who follow it. */
export interface StreamEntry {
  readonly name: string
  readonly state: SubscriptionState
  readonly lastEventMs: number | undefined
  /** Local receive time minus event time of the latest event, milliseconds. */
  readonly lagMs: number | undefined
  readonly hasSubscribers: boolean
  add(subscriber: Subscriber): void
  remove(subscriber: Subscriber): void
  accept(source: Source, frame: string): void
  /** A frame that was probably this stream's could not be read. */
  miss(): void
  /** The exchange confirmed the stream on this connection. */
  carry(source: Source): void
  /** The connection was lost; it was complete until `completeUntilMs`. */
  lose(completeUntilMs: number): void
  beginHandOver(from: Source, to: Source): void
  /** The old connection's part ends; it was last heard at `oldHeardMs`. `isDoubtful`: it may have been dead before the overlap. */
  finishHandOver(isDoubtful: boolean, oldHeardMs: number): void
  /** The new connection failed, or the time for repetitions has passed. */
  endHandOver(remaining: Source): void
  /** Says whether the stream has been silent beyond its budget, and marks it. */
  checkSilence(): boolean
  close(): void
}

/** For names that are not declared: frames are told apart by their text alone. */
const textOrder: StreamOrder<unknown> = { sequenceOf: () => 0, isUnique: false }

export function createStreamEntry(parts: {
  readonly name: string
  readonly declaration: AnyStream | undefined
  readonly clock: Clock
  readonly isStrict: boolean
  readonly report: ReportIncident
}): StreamEntry {
  const { name, declaration, clock, isStrict, report } = parts
  let subscribers: readonly Subscriber[] = []
  let wantsEvents = false
  let state: SubscriptionState = 'connecting'
  let source: Source | undefined
  let merging: { readonly from: Source; readonly to: Source; readonly handOver: HandOver<unknown> } | undefined
  let completeUntilMs: number | undefined
  let heardAtMs = clock.monotonicMs()
  let silentBudgets = 1
  /** Monotonic time of the latest event, milliseconds: the wall clock may be set at any time. */
  let lastEventAtMs: number | undefined
  let lagMs: number | undefined
  /** Sequence of the newest event, of streams that are numbered without holes. */
  let newest: number | undefined
  /** A gap was told since the latest event. */
  let hasToldGap = false

  const onHandlerError = (error: unknown) =>
    report({ type: 'handlerFailed', stream: name, message: `A handler of ${name} failed`, error })

  const findLastEventMs = () => (lastEventAtMs === undefined ? undefined : toLocalMs(clock, lastEventAtMs))

  const setState = (next: SubscriptionState) => {
    if (next === state) return
    state = next
    for (const { onState } of subscribers) if (onState !== undefined) callHandler(onState, onHandlerError, next)
  }

  const tellGap = (reason: GapReason, startMs: number) => {
    hasToldGap = true
    const gap: StreamGap = { type: 'gap', stream: name, reason, startMs, endMs: clock.now() }
    for (const { onGap } of subscribers) if (onGap !== undefined) callHandler(onGap, onHandlerError, gap)
  }

  const parse = (frame: string): unknown => {
    if (declaration === undefined) return undefined
    try {
      return parseStreamFrame(declaration, frame, isStrict)
    } catch (error) {
      report({ type: 'badFrame', stream: name, message: `A frame of ${name} could not be read`, error })
      tellGap('badFrame', clock.now())
      return undefined
    }
  }

  /** Of streams that are numbered without holes only an event proves that nothing is missing, a pong does not. */
  const findCompleteUntilMs = (heardMs: number) =>
    declaration?.order.previousOf === undefined ? heardMs : Math.min(heardMs, findLastEventMs() ?? heardMs)

  const checkSequence = (event: unknown) => {
    const order = declaration?.order
    if (order?.previousOf === undefined) return
    // What is not read is not counted either: the next one that is read begins anew.
    if (event === undefined) {
      newest = undefined
      return
    }
    const sequence = order.sequenceOf(event)
    if (newest !== undefined && sequence <= newest) return
    const isMissing = newest !== undefined && order.previousOf(event) !== newest
    newest = sequence
    if (isMissing && !hasToldGap) tellGap('missing', findLastEventMs() ?? clock.now())
    hasToldGap = false
  }

  const emit = (event: unknown, frame: string) => {
    checkSequence(event)
    heardAtMs = clock.monotonicMs()
    lastEventAtMs = heardAtMs
    silentBudgets = 1
    if (state === 'stale') setState('live')
    if (event !== undefined) lagMs = clock.now() - (event as { readonly eventTimeMs: number }).eventTimeMs
    const present = subscribers
    for (const subscriber of present) {
      // One handler may unsubscribe another: what has left gets nothing more.
      if (subscribers !== present && !subscribers.includes(subscriber)) continue
      try {
        const ofFrame = subscriber.onFrame?.(frame)
        if (ofFrame instanceof Promise) ofFrame.catch(onHandlerError)
        const ofEvent = event === undefined ? undefined : subscriber.onEvent?.(event, frame)
        if (ofEvent instanceof Promise) ofEvent.catch(onHandlerError)
      } catch (error) {
        onHandlerError(error)
      }
    }
  }

  const carry = (from: Source) => {
    if (state === 'closed' || from === merging?.to) return
    source = from
    heardAtMs = clock.monotonicMs()
    if (completeUntilMs !== undefined) {
      const startMs = completeUntilMs
      completeUntilMs = undefined
      tellGap('disconnected', startMs)
    }
    setState('live')
  }

  const setSubscribers = (next: readonly Subscriber[]) => {
    subscribers = next
    wantsEvents = next.some((subscriber) => subscriber.onEvent !== undefined)
  }

  return {
    name,
    get state() {
      return state
    },
    get lastEventMs() {
      return findLastEventMs()
    },
    get lagMs() {
      return lagMs
    },
    get hasSubscribers() {
      return subscribers.length > 0
    },
    add: (subscriber) => setSubscribers([...subscribers, subscriber]),
    remove: (subscriber) => setSubscribers(subscribers.filter((other) => other !== subscriber)),
    accept(from, frame) {
      if (merging === undefined) {
        // A frame before the confirmation is a confirmation.
        if (source === undefined) carry(from)
        if (from === source) emit(wantsEvents ? parse(frame) : undefined, frame)
        return
      }
      const event = parse(frame)
      if (event === undefined && declaration !== undefined) return
      if (from === merging.from) merging.handOver.acceptOld(event, frame)
      else if (from === merging.to) merging.handOver.acceptNew(event, frame)
    },
    miss: () => tellGap('badFrame', clock.now()),
    carry,
    lose(untilMs) {
      source = undefined
      if (state === 'live' || state === 'stale') completeUntilMs ??= findCompleteUntilMs(untilMs)
      if (state !== 'connecting') setState('down')
    },
    beginHandOver(from, to) {
      merging = { from, to, handOver: createHandOver(declaration?.order ?? textOrder, emit) }
    },
    finishHandOver(isDoubtful, oldHeardMs) {
      if (merging === undefined) return
      const wasStale = state === 'stale'
      const startMs = wasStale ? (findLastEventMs() ?? oldHeardMs) : findCompleteUntilMs(oldHeardMs)
      source = merging.to
      heardAtMs = clock.monotonicMs()
      if (wasStale) {
        tellGap('silence', startMs)
        setState('live')
      } else if (merging.handOver.isHolding || (isDoubtful && !merging.handOver.isJoined)) tellGap('handOver', startMs)
      merging.handOver.finish()
    },
    endHandOver(remaining) {
      if (merging === undefined) return
      merging = undefined
      source = remaining
    },
    checkSilence() {
      const budgetMs = (declaration?.silenceMs ?? Infinity) * silentBudgets
      if (source === undefined || clock.monotonicMs() - heardAtMs < budgetMs) return false
      silentBudgets = Math.min(silentBudgets * 2, 64)
      heardAtMs = clock.monotonicMs()
      setState('stale')
      report({ type: 'silence', stream: name, message: `${name} has been silent for ${budgetMs} ms` })
      return true
    },
    close() {
      setState('closed')
      setSubscribers([])
      source = undefined
    },
  }
}
