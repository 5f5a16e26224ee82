import type { Clock } from '@aster/core'

import type { SignalEnd, SignalStore } from './signal-store.ts'

const againAfterMs = 1_000

/** Writes down how signals ended, and does not forget what a broken disk would not take. */
export interface SignalEnds {
  /** @throws {NotWrittenError} Not yet: it is tried again by and by, and before anything else begins. */
  write(id: string, end: SignalEnd): Promise<void>
  /**
   * Writes what could not be written before. Until it is, a restart would carry those signals out once more, over what came
   * after them.
   *
   * @throws {NotWrittenError} It still cannot be written.
   */
  settle(): Promise<void>
  /** Tries a last time. */
  stop(): Promise<void>
}

export function createSignalEnds(parts: {
  readonly store: Pick<SignalStore, 'end'>
  readonly clock: Clock
}): SignalEnds {
  const { store, clock } = parts
  const unwritten = new Map<string, SignalEnd>()
  let isStopped = false
  let timer: { cancel(): void } | undefined

  const tryLater = () => {
    if (isStopped || timer !== undefined) return
    timer = clock.schedule(againAfterMs, () => {
      timer = undefined
      void settle().catch(tryLater)
    })
  }
  const writeOne = async (id: string, end: SignalEnd) => {
    await store.end(id, end)
    unwritten.delete(id)
  }
  async function settle(): Promise<void> {
    for (const [id, end] of unwritten) await writeOne(id, end)
  }
  return {
    settle,
    async write(id, end) {
      try {
        await writeOne(id, end)
      } catch (error) {
        unwritten.set(id, end)
        tryLater()
        throw error
      }
    },
    async stop() {
      isStopped = true
      timer?.cancel()
      await settle().catch(() => undefined)
    },
  }
}
