import { streamFacts } from '@aster/api'
import type { Clock, Timer } from '@aster/core'

import type { Backoff } from '../link/create-backoff.ts'
import { createRateGate } from '../link/create-rate-gate.ts'
import { createRecentSet } from '../recent-set/create-recent-set.ts'
import type { ReportIncident } from '../stream-incident.ts'
import type { ControlAnswer } from './control-answer.ts'

// Half of what is documented: what counts as a message is not spelled out, and pings come on top.
const messagesPerSecond = streamFacts.maxIncomingMessagesPerSecond / 2
const answerWithinMs = 10_000
/** Streams that were left, of which frames may still be on their way. */
const rememberedNames = 10_000

interface Pending {
  readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE'
  readonly names: readonly string[]
  readonly timer: Timer
}

/** Brings what one connection carries in line with what is wanted, in few frames. */
export interface SubscriptionControl {
  /** The connection is open and carries `names`, which stood in its URL. */
  start(names: readonly string[]): void
  /** What is wanted has changed. Frames follow soon, many changes in one. */
  touch(): void
  handleAnswer(answer: ControlAnswer): void
  /** True once the exchange has confirmed the stream on this connection. */
  carries(name: string): boolean
  /** True for a stream that was asked for on this connection, even if it was left since. */
  knows(name: string): boolean
  close(): void
}

export function createSubscriptionControl(parts: {
  readonly clock: Clock
  readonly backoff: Backoff
  /** The names that this connection should carry; read at each flush. */
  readonly wanted: { has(name: string): boolean; keys(): Iterable<string> }
  readonly send: (text: string) => void
  readonly onCarried: (names: readonly string[]) => void
  /** A frame got no answer in time: the connection is not to be trusted. */
  readonly onUnanswered: () => void
  readonly report: ReportIncident
}): SubscriptionControl {
  const { clock, backoff, wanted, send, onCarried, onUnanswered, report } = parts
  const gate = createRateGate(clock, messagesPerSecond, 1_000)
  const requested = new Set<string>()
  const left = createRecentSet(rememberedNames)
  const carried = new Set<string>()
  const pending = new Map<number, Pending>()
  let isStarted = false
  let lastId = 0
  let flushing: Timer | undefined

  const flushIn = (delayMs: number) => {
    flushing ??= clock.schedule(delayMs, flush)
  }

  const ask = (method: Pending['method'], names: readonly string[]): boolean => {
    for (let start = 0; start < names.length; start += streamFacts.maxStreamsPerConnection) {
      if (!gate.tryTake()) {
        flushIn(gate.waitMs())
        return false
      }
      const batch = names.slice(start, start + streamFacts.maxStreamsPerConnection)
      const id = ++lastId
      pending.set(id, { method, names: batch, timer: clock.schedule(answerWithinMs, onUnanswered) })
      for (const name of batch) {
        if (method === 'SUBSCRIBE') requested.add(name)
        else {
          requested.delete(name)
          left.add(name)
        }
      }
      send(JSON.stringify({ method, params: batch, id }))
    }
    return true
  }

  const flush = () => {
    flushing = undefined
    const superfluous = [...requested].filter((name) => !wanted.has(name))
    for (const name of superfluous) carried.delete(name)
    if (!ask('UNSUBSCRIBE', superfluous)) return
    ask(
      'SUBSCRIBE',
      [...wanted.keys()].filter((name) => !requested.has(name)),
    )
  }

  const carry = (names: readonly string[]) => {
    const stillWanted = names.filter((name) => requested.has(name) && wanted.has(name))
    for (const name of stillWanted) carried.add(name)
    onCarried(stillWanted)
  }

  return {
    start(names) {
      isStarted = true
      for (const name of names) requested.add(name)
      carry(names)
      flush()
    },
    touch() {
      if (isStarted) flushIn(0)
    },
    handleAnswer(answer) {
      // An error without an id belongs to the oldest frame that waits: answers come in order.
      const id = answer.id ?? pending.keys().next().value
      const asked = id === undefined ? undefined : pending.get(id)
      if (id === undefined || asked === undefined) return
      pending.delete(id)
      asked.timer.cancel()
      if (answer.type === 'done') {
        if (asked.method === 'SUBSCRIBE') {
          backoff.reset()
          carry(asked.names)
        }
        return
      }
      report({ type: 'refused', message: `${asked.method} was refused: ${answer.code} ${answer.message}` })
      if (asked.method === 'SUBSCRIBE') for (const name of asked.names) requested.delete(name)
      else {
        // They are still carried; who wants them again has them.
        for (const name of asked.names) {
          requested.add(name)
          carried.add(name)
        }
        carry(asked.names)
      }
      flushIn(backoff.nextMs())
    },
    carries: (name) => carried.has(name),
    knows: (name) => requested.has(name) || left.has(name),
    close() {
      flushing?.cancel()
      for (const { timer } of pending.values()) timer.cancel()
      pending.clear()
    },
  }
}
