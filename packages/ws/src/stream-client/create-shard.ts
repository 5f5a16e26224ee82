import type { Clock, Connector, Random, Timer } from '@aster/core'

import { createBackoff } from '../link/create-backoff.ts'
import type { ReportIncident } from '../stream-incident.ts'
import { createLine, type Line } from './create-line.ts'
import type { StreamEntry } from './create-stream-entry.ts'
import type { StreamTiming } from './stream-timing.ts'

export type ShardState = 'idle' | 'opening' | 'live' | 'handingOver' | 'waiting' | 'closed'

/** Streams that share a connection, and the connections that follow one another to carry them. */
export interface Shard {
  readonly state: ShardState
  readonly size: number
  /** Connections opened so far. */
  readonly generation: number
  readonly frames: number
  add(entry: StreamEntry): void
  remove(entry: StreamEntry): void
  /** Opens a second connection and lets it take over; the first one runs until then. */
  replace(reason: string): void
  close(): void
}

/** A connection that lasted this long was a good one: the next wait is short again. */
const stableAfterMs = 10_000

export function createShard(parts: {
  readonly connector: Connector
  readonly clock: Clock
  readonly random: Random
  readonly baseUrl: string
  readonly timing: StreamTiming
  /** Carries one stream at `/ws/<stream>`. */
  readonly isRaw?: boolean
  readonly report: ReportIncident
  readonly onState?: (state: ShardState, reason: string) => void
}): Shard {
  const { clock, random, timing, report, onState } = parts
  const entries = new Map<string, StreamEntry>()
  const backoff = createBackoff(random, timing.firstRetryMs, timing.longestRetryMs)
  const handOverBackoff = createBackoff(random, timing.longestRetryMs, 20 * timing.longestRetryMs)
  let state: ShardState = 'idle'
  let current: Line | undefined
  let next: Line | undefined
  let generation = 0
  let pastFrames = 0
  let opening: Timer | undefined
  let replacing: Timer | undefined
  let finishing: Timer | undefined
  let forgetting: Timer | undefined
  let checking: Timer | undefined
  let idling: Timer | undefined
  let liveAtMs = Infinity
  /** Monotonic time from which on the next connection carries everything. */
  let nextCarriesSinceMs = Infinity

  const setState = (to: ShardState, reason: string) => {
    if (to === state) return
    state = to
    onState?.(to, reason)
  }

  const drop = (line: Line) => {
    pastFrames += line.frames
    line.close()
  }

  const open = (): Line => {
    generation++
    const line: Line = createLine(
      { ...parts, entries },
      {
        onCarried: (names) => onCarried(line, names),
        onDown: (reason) => (line === next ? onNextDown(line, reason) : onCurrentDown(line, reason)),
      },
    )
    return line
  }

  const openCurrent = () => {
    opening = undefined
    setState('opening', `connection ${generation + 1}`)
    current = open()
  }

  const scheduleReplacement = (afterMs: number) => {
    replacing?.cancel()
    replacing = clock.schedule(afterMs, () => replace('its age'))
  }

  const goLive = () => {
    setState('live', 'every stream is confirmed')
    liveAtMs = clock.monotonicMs()
    scheduleReplacement(timing.replaceAfterMs * (1 - random.next() / 50))
  }

  const onCarried = (line: Line, names: readonly string[]) => {
    if (line === next) {
      if (!line.isComplete || finishing !== undefined) return
      nextCarriesSinceMs = clock.monotonicMs()
      // What happened before came by the old connection alone: it has to show that it lived until now.
      current?.link.probe()
      finishing = clock.schedule(timing.overlapMs, () => finishHandOver(false))
      return
    }
    for (const name of names) entries.get(name)?.carry(line)
    if (state === 'opening' && line.isComplete) goLive()
  }

  const endForgetting = () => {
    forgetting?.cancel()
    forgetting = undefined
    if (current !== undefined) for (const entry of entries.values()) entry.endHandOver(current)
  }

  const replace = (reason: string) => {
    if (state !== 'live' || current === undefined) return
    endForgetting()
    replacing?.cancel()
    setState('handingOver', reason)
    const from = current
    const to = open()
    next = to
    for (const entry of entries.values()) entry.beginHandOver(from, to)
  }

  const loseEntry = (entry: StreamEntry, line: Line) => {
    entry.endHandOver(line)
    entry.lose(line.link.lastHeardMs)
  }

  const finishHandOver = (isLost: boolean) => {
    finishing?.cancel()
    finishing = undefined
    if (current === undefined || next === undefined) return
    const old = current
    const isDoubtful = isLost || old.link.heardAtMs <= nextCarriesSinceMs
    current = next
    next = undefined
    for (const entry of entries.values()) {
      if (current.control.carries(entry.name)) entry.finishHandOver(isDoubtful, old.link.lastHeardMs)
      else loseEntry(entry, old)
    }
    drop(old)
    handOverBackoff.reset()
    forgetting = clock.schedule(timing.repetitionMs, endForgetting)
    setState('opening', 'the old connection has ended')
    if (current.isComplete) goLive()
  }

  const onNextDown = (line: Line, reason: string) => {
    finishing?.cancel()
    finishing = undefined
    drop(line)
    next = undefined
    report({ type: 'handOverFailed', message: `The replacement of a connection failed: ${reason}` })
    // What the failed connection has already delivered must not come again.
    forgetting = clock.schedule(timing.repetitionMs, endForgetting)
    setState('live', 'the old connection goes on')
    scheduleReplacement(handOverBackoff.nextMs())
  }

  const onCurrentDown = (line: Line, reason: string) => {
    report({
      type: state === 'opening' ? 'connectFailed' : 'connectionLost',
      message: `A connection with ${entries.size} streams ended: ${reason}`,
    })
    if (next?.isComplete === true) {
      finishHandOver(true)
      return
    }
    drop(line)
    replacing?.cancel()
    forgetting?.cancel()
    finishing?.cancel()
    finishing = undefined
    for (const entry of entries.values()) loseEntry(entry, line)
    current = next
    next = undefined
    if (current !== undefined) {
      setState('opening', reason)
      for (const entry of entries.values()) if (current.control.carries(entry.name)) entry.carry(current)
      return
    }
    if (clock.monotonicMs() - liveAtMs >= stableAfterMs) backoff.reset()
    liveAtMs = Infinity
    setState('waiting', reason)
    opening = clock.schedule(backoff.nextMs(), openCurrent)
  }

  const checkSilence = () => {
    checking = clock.schedule(timing.silenceCheckMs, checkSilence)
    let isSilent = false
    for (const entry of entries.values()) if (entry.checkSilence()) isSilent = true
    if (isSilent) replace('silence')
  }

  const stop = () => {
    for (const timer of [opening, replacing, finishing, forgetting, checking, idling]) timer?.cancel()
    opening = undefined
    finishing = undefined
    if (current !== undefined) drop(current)
    if (next !== undefined) drop(next)
    current = undefined
    next = undefined
  }

  return {
    get state() {
      return state
    },
    get size() {
      return entries.size
    },
    get generation() {
      return generation
    },
    get frames() {
      return pastFrames + (current?.frames ?? 0) + (next?.frames ?? 0)
    },
    add(entry) {
      entries.set(entry.name, entry)
      if (state === 'idle') {
        setState('opening', 'the first stream')
        // One connection for all streams that are asked for now.
        opening = clock.schedule(0, openCurrent)
        checking = clock.schedule(timing.silenceCheckMs, checkSilence)
        return
      }
      if (current !== undefined && next !== undefined) entry.beginHandOver(current, next)
      next?.control.touch()
      if (current?.control.carries(entry.name) === true) entry.carry(current)
      else current?.control.touch()
    },
    remove(entry) {
      if (entries.get(entry.name) !== entry) return
      entries.delete(entry.name)
      current?.control.touch()
      next?.control.touch()
      if (entries.size > 0) return
      idling?.cancel()
      idling = clock.schedule(timing.idleCloseMs, () => {
        if (entries.size > 0) return
        stop()
        setState('idle', 'no streams')
      })
    },
    replace,
    close() {
      if (state === 'closed') return
      stop()
      entries.clear()
      setState('closed', 'on request')
    },
  }
}
