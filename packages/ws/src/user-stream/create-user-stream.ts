import type { UserEvent } from '@aster/api'
import { createSystemRandom, ParameterError, RejectedError, sleep, type Timer } from '@aster/core'

import { callHandler } from '../call-handler.ts'
import { createBackoff } from '../link/create-backoff.ts'
import { toLocalMs } from '../link/to-local-ms.ts'
import { parseBaseUrl } from '../stream-client/parse-base-url.ts'
import { createIncidentReporter } from '../stream-incident.ts'
import { createEventHandOut } from './create-event-hand-out.ts'
import { createEventPump } from './create-event-pump.ts'
import { createEventSorter } from './create-event-sorter.ts'
import { createFillWatch } from './create-fill-watch.ts'
import { createKeyKeeper, type KeyKeeper } from './create-key-keeper.ts'
import { createUserSocket, type UserSocket } from './create-user-socket.ts'
import { parseUserFrame } from './parse-user-frame.ts'
import { defaultUserStreamTiming } from './user-stream-timing.ts'
import type { UserGapReason, UserStream, UserStreamEvent, UserStreamOptions, UserStreamState } from './user-stream.ts'

const expectedWithinMs = 2_000
/** Events of one order may overtake each other by this. */
const disorderMs = 1_000
/** A stream that lived this long was a good one: it is rebuilt without waiting. */
const stableAfterMs = 10_000

/**
 * Follows an account. Whatever ends the flow of events leads to one path: a new key, a new socket, then `onGap`.
 *
 * @throws {ParameterError} `baseUrl` is not a WebSocket address without a path.
 * @example
 * const userStream = createUserStream({ connector, clock, baseUrl, listenKey, onEvent: apply, onGap: reconcile })
 * await userStream.start()
 */
export function createUserStream(options: UserStreamOptions): UserStream {
  const { connector, clock, random = createSystemRandom(), listenKey, onEvent, onGap, onState } = options
  const { exclusive = false } = options
  const baseUrl = parseBaseUrl(options.baseUrl)
  const timing = { ...defaultUserStreamTiming, ...options.timing }
  const report = createIncidentReporter(options.onIncident)
  const backoff = createBackoff(random, timing.firstRetryMs, timing.longestRetryMs)
  const started = Promise.withResolvers<void>()
  started.promise.catch(() => {})
  const stopping = new AbortController()
  const sorter = createEventSorter()
  const handOut = createEventHandOut<UserStreamEvent>()
  const expecting = new Set<Timer>()
  const fills = createFillWatch({
    clock,
    graceMs: disorderMs,
    onMissing: (sinceMs) => renew('missedFill', sinceMs),
  })

  let state: UserStreamState = 'idle'
  /** Counts the ways built to the events; what belongs to an older one is over. */
  let round = 0
  let socket: UserSocket | undefined
  let keeper: KeyKeeper | undefined
  let isPaused = false
  // Moments of the monotonic clock: the wall clock may be set at any time.
  let lastEventAtMs = -Infinity
  let liveSinceMs = -Infinity
  let missingSinceMs: number | undefined
  let stopped: Promise<void> | undefined

  const onHandlerError = (error: unknown) =>
    report({ type: 'handlerFailed', message: 'A handler of user events failed', error })

  const setState = (next: UserStreamState) => {
    if (next === state) return
    state = next
    if (onState !== undefined) callHandler(onState, onHandlerError, next)
  }

  const pump = createEventPump<UserStreamEvent>({
    handle(event) {
      const given = handOut.give(event)
      const handled = onEvent?.(event)
      return handled instanceof Promise || given !== undefined ? Promise.all([handled, given]) : undefined
    },
    onError: onHandlerError,
    pauseAt: timing.pauseAt,
    resumeAt: timing.resumeAt,
    onPause() {
      isPaused = true
      socket?.pause()
    },
    onResume() {
      isPaused = false
      socket?.resume()
    },
  })

  const take = (event: UserEvent, isRecovered: boolean) => {
    const sorted = sorter.sort(event, isRecovered)
    if (sorted === undefined) return
    fills.take(event)
    pump.push(sorted)
  }

  const accept = (frame: string) => {
    let event
    try {
      event = parseUserFrame(frame)
    } catch (error) {
      report({ type: 'badFrame', message: 'A user event could not be read', error })
      renew('badFrame')
      return
    }
    if (event === undefined) return
    lastEventAtMs = clock.monotonicMs()
    take(event, false)
    if (event.type === 'listenKeyExpired') renew('keyExpired')
  }

  const dismantle = () => {
    round++
    socket?.close()
    keeper?.stop()
    socket = undefined
    keeper = undefined
    fills.stop()
    for (const timer of expecting) timer.cancel()
    expecting.clear()
  }

  const findCompleteUntilMs = (reason: UserGapReason): number => {
    const lastProofMs = Math.max(liveSinceMs, lastEventAtMs)
    // A key that can be renewed proves nothing when events fail to come on it, nor beyond what its socket was heard to say.
    if (reason === 'silent' || keeper === undefined || socket === undefined) return lastProofMs
    return Math.max(lastProofMs, Math.min(keeper.provedAtMs, socket.heardAtMs))
  }

  /** @param sinceMs - Monotonic time since which something is known to be missing, where the evidence says so. */
  const renew = (reason: UserGapReason, sinceMs = Infinity) => {
    if (state === 'idle' || state === 'stopped') return
    if (state !== 'starting') {
      // Missing fills that were still given time to come belong to it as well.
      const knownMs = Math.min(sinceMs, fills.findMissingSince() ?? Infinity)
      missingSinceMs = Math.min(knownMs, missingSinceMs ?? findCompleteUntilMs(reason))
      report({ type: 'connectionLost', message: `The user stream is rebuilt: ${reason}` })
    }
    dismantle()
    if (state !== 'starting') setState('recovering')
    void build(round, reason)
  }

  const connect = async (mine: number) => {
    const key = await listenKey.create()
    if (mine !== round) return
    const opening = createUserSocket(
      { connector, clock, random, url: `${baseUrl}/ws/${encodeURIComponent(key)}`, timing, report },
      { onText: accept, onDown: (_, completeUntilMs) => renew('disconnected', completeUntilMs) },
    )
    socket = opening
    if (isPaused) opening.pause()
    await opening.opened
    if (mine !== round) return
    keeper = createKeyKeeper({
      clock,
      backoff: createBackoff(random, 1_000, 60_000),
      key,
      calls: listenKey,
      everyMs: timing.keepAliveEveryMs,
      comparesKey: timing.comparesKey,
      report,
      onLost: (reason) => renew(reason),
    })
  }

  const reconcile = async (mine: number, sinceMs: number, reason: UserGapReason) => {
    const startMs = toLocalMs(clock, sinceMs) - timing.gapMarginMs
    const found = await onGap({ reason, startMs, endMs: clock.now() })
    for (const event of found ?? []) take(event, true)
    if (mine !== round) return
    const missingMs = fills.findMissingSince()
    // An event that came meanwhile shows that the gap began earlier.
    if (missingMs !== undefined && missingMs < sinceMs) {
      missingSinceMs = missingMs
      await reconcile(mine, missingMs, reason)
      return
    }
    // A caller that returns no events has read what it needs in another way.
    fills.settle()
  }

  const goLive = () => {
    liveSinceMs = clock.monotonicMs()
    setState('live')
    started.resolve()
  }

  const build = async (mine: number, reason: UserGapReason) => {
    const isStable = clock.monotonicMs() - liveSinceMs >= stableAfterMs
    if (isStable) backoff.reset()
    let waitMs = isStable ? 0 : backoff.nextMs()
    let isConnected = false
    while (mine === round) {
      try {
        if (waitMs > 0) await sleep(clock, waitMs, stopping.signal)
        if (mine !== round) return
        if (!isConnected) await connect(mine)
        isConnected = true
        if (mine !== round) return
        if (missingSinceMs !== undefined) await reconcile(mine, missingSinceMs, reason)
        if (mine !== round) return
        missingSinceMs = undefined
        goLive()
        return
      } catch (error) {
        if (mine !== round) return
        const isRefused = error instanceof RejectedError || error instanceof ParameterError
        if (state === 'starting' && isRefused) {
          started.reject(error)
          await stop()
          return
        }
        report({
          type: isConnected ? 'reconcileFailed' : 'connectFailed',
          message: isConnected ? 'What was missed could not be read yet' : 'The user stream could not be opened',
          error,
        })
        waitMs = backoff.nextMs()
      }
    }
  }

  const end = async () => {
    setState('stopped')
    dismantle()
    stopping.abort()
    started.reject(new Error('The user stream was stopped'))
    handOut.release()
    await pump.drained()
    handOut.end()
    if (!exclusive) return
    try {
      await listenKey.close?.()
    } catch (error) {
      report({ type: 'listenKeyFailed', message: 'The listen key could not be ended', error })
    }
  }

  const stop = () => (stopped ??= end())

  const expectEvent = (clientOrderId: string, withinMs = expectedWithinMs) => {
    fills.begin(clientOrderId)
    if (state !== 'live' || sorter.hasSeen(clientOrderId)) return
    const expectedSinceMs = clock.monotonicMs()
    const timer = clock.schedule(withinMs, () => {
      expecting.delete(timer)
      if (sorter.hasSeen(clientOrderId)) return
      // Unread events may lie in the socket: only silence while we read is evidence.
      if (isPaused) expectEvent(clientOrderId, withinMs)
      else renew('silent', expectedSinceMs)
    })
    expecting.add(timer)
  }

  return {
    start() {
      if (state === 'idle') {
        setState('starting')
        void build(round, 'disconnected')
      }
      return started.promise
    },
    stop,
    get state() {
      return state
    },
    get lastEventMs() {
      return lastEventAtMs === -Infinity ? undefined : toLocalMs(clock, lastEventAtMs)
    },
    expectEvent,
    events: ({ signal } = {}) => handOut.iterate(signal),
    [Symbol.asyncDispose]: stop,
  }
}
