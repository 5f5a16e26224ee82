import { type Clock, createSerialLane, type SerialLane } from '@aster/core'

import { describeProblem } from '../core/describe-problem.ts'
import { Refusal } from '../core/refusal.ts'
import { isExit } from '../core/signal.ts'
import type { SignalOutcome, StoredSignal } from '../core/stored-signal.ts'
import type { ExecutionTurn } from './execute/execute-signal.ts'
import { createSignalEnds } from './signal-ends.ts'
import type { SignalEnd, SignalStore } from './signal-store.ts'

/** Carries out signals, one after the other on each symbol of an account, in the order in which they came. */
export interface SignalRunner {
  /** @param isWanted - By a person, now: however old it is. */
  submit(signal: StoredSignal, isWanted?: boolean): void
  /** Resolves with the signal as it stands when it is over, or when the time is up. */
  wait(id: string, timeoutMs: number): Promise<StoredSignal | undefined>
  /** Does something else on a symbol of an account, between two signals of it. */
  runBetween(account: string, symbol: string, work: () => Promise<void>): void
  /** Takes up what an earlier process left. Returns how many. */
  resume(): number
  /** Signals that wait or run. */
  readonly pending: number
  /** Begins nothing more and waits for what runs; the rest stays in the store for the next start. */
  stop(): Promise<void>
}

export interface SignalRunnerParts {
  readonly store: SignalStore
  readonly clock: Clock
  /** An older signal begins nothing that adds risk. */
  readonly maxAgeMs: number
  readonly execute: (signal: StoredSignal, turn: ExecutionTurn) => Promise<SignalOutcome>
  /** Told when one is over. */
  readonly onEnd: (signal: StoredSignal) => void
  /** Told whenever one is taken in, begun and over, as it stands then. */
  readonly onChange?: ((signal: StoredSignal) => void) | undefined
  readonly onFault: (error: unknown, signal?: StoredSignal) => void
}

export function createSignalRunner(parts: SignalRunnerParts): SignalRunner {
  const { store, clock, maxAgeMs, execute, onEnd, onChange, onFault } = parts
  const lanes = new Map<string, SerialLane>()
  const waiters = new Map<string, Set<() => void>>()
  const running = new Set<Promise<void>>()
  const ends = createSignalEnds({ store, clock })
  let isStopping = false

  const ageOf = ({ signal, receivedMs }: StoredSignal) =>
    clock.now() - Math.min(signal.alertMs ?? receivedMs, receivedMs)

  const perform = async (signal: StoredSignal, isWanted: boolean): Promise<void> => {
    if (isStopping) return
    const { id } = signal
    // a person may ask for the same one twice
    const before = isWanted ? store.get(id) : signal
    if (before === undefined || (before.status !== 'received' && before.status !== 'executing')) return
    const isResumed = before.status === 'executing'
    const isOld = !isWanted && ageOf(before) > maxAgeMs
    let { startedMs } = before
    let end: SignalEnd
    try {
      if (!isResumed && isOld && !isExit(before.signal.command)) {
        throw new Refusal(422, 'STALE_SIGNAL', `it is ${ageOf(before)} ms old; the limit is ${maxAgeMs} ms`)
      }
      if (!isResumed && !isWanted && store.isOvertaken(before)) {
        throw new Refusal(409, 'OVERTAKEN', 'a signal of this strategy that was made later has been carried out')
      }
      await ends.settle().catch((error: unknown) => {
        if (!isExit(before.signal.command)) throw error
      })
      startedMs = clock.now()
      const begun = store.start(id, startedMs)
      // whoever sends something waits for it first
      begun.catch(() => undefined)
      onChange?.({ ...before, status: 'executing', startedMs })
      const outcome = await execute(before, {
        isResumed,
        mayBegin: !isOld,
        isFirst: before.startedMs === undefined,
        begun,
        freshForMs: isWanted ? maxAgeMs : Math.max(0, maxAgeMs - ageOf(before)),
      })
      end = { status: 'done', atMs: clock.now(), outcome, problem: undefined }
    } catch (error) {
      const problem = describeProblem(error)
      // while it ends, a signal that was cut off is left to the next start
      if (isStopping && !(error instanceof Refusal)) return
      if (problem.status === 500) onFault(error, before)
      const status = problem.status < 500 || problem.status === 503 ? 'refused' : 'failed'
      end = { status, atMs: clock.now(), outcome: undefined, problem }
    }
    await ends.write(id, end).catch((error: unknown) => onFault(error, before))
    const { status, atMs: endedMs, outcome, problem } = end
    const after: StoredSignal = { ...before, status, startedMs, endedMs, outcome, problem }
    onChange?.(after)
    onEnd(after)
  }

  const runInLane = (account: string, symbol: string, work: () => Promise<void>): Promise<void> => {
    const place = `${account} ${symbol}`
    const lane = lanes.get(place) ?? createSerialLane()
    lanes.set(place, lane)
    const run = lane.run(work).finally(() => {
      running.delete(run)
      if (lane.pending === 0) lanes.delete(place)
    })
    running.add(run)
    return run
  }

  const submit = (signal: StoredSignal, isWanted = false): void => {
    if (signal.endedMs === undefined) onChange?.(signal)
    else onChange?.({ ...signal, status: 'received', endedMs: undefined, outcome: undefined, problem: undefined })
    void runInLane(signal.account, signal.signal.symbol, () => perform(signal, isWanted))
      .catch((error: unknown) => onFault(error, signal))
      .finally(() => {
        for (const wake of waiters.get(signal.id) ?? []) wake()
      })
  }

  return {
    submit,
    runBetween(account, symbol, work) {
      runInLane(account, symbol, async () => {
        if (!isStopping) await work()
      }).catch((error: unknown) => onFault(error))
    },
    resume() {
      const left = store.listUnfinished()
      for (const signal of left) submit(signal)
      return left.length
    },
    async wait(id, timeoutMs) {
      const stored = store.get(id)
      if (stored === undefined || stored.endedMs !== undefined) return stored
      const { promise, resolve } = Promise.withResolvers<void>()
      const set = waiters.get(id) ?? new Set()
      waiters.set(id, set.add(resolve))
      const timer = clock.schedule(timeoutMs, resolve)
      await promise
      timer.cancel()
      set.delete(resolve)
      if (set.size === 0) waiters.delete(id)
      return store.get(id)
    },
    get pending() {
      return running.size
    },
    async stop() {
      isStopping = true
      await Promise.allSettled(running)
      await ends.stop()
    },
  }
}
