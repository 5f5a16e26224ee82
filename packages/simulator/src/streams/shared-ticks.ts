import type { Clock, Timer } from '@aster/core'

/** Calls many tasks at whole multiples of their interval, with one timer per interval, and only while there are tasks. */
export interface SharedTicks {
  /** Adds a task; the function returned takes it away. */
  every(intervalMs: number, task: () => void): () => void
}

export function createSharedTicks(clock: Clock): SharedTicks {
  const groups = new Map<number, { readonly tasks: Set<() => void>; timer: Timer }>()

  const scheduleNext = (intervalMs: number): Timer =>
    clock.schedule(intervalMs - (clock.now() % intervalMs), () => {
      const group = groups.get(intervalMs)
      if (group === undefined) return
      for (const task of group.tasks) task()
      if (groups.get(intervalMs) === group) group.timer = scheduleNext(intervalMs)
    })

  const remove = (intervalMs: number, task: () => void) => {
    const group = groups.get(intervalMs)
    if (group === undefined || !group.tasks.delete(task) || group.tasks.size > 0) return
    group.timer.cancel()
    groups.delete(intervalMs)
  }

  return {
    every(intervalMs, task) {
      const group = groups.get(intervalMs) ?? { tasks: new Set<() => void>(), timer: scheduleNext(intervalMs) }
      groups.set(intervalMs, group)
      group.tasks.add(task)
      return () => remove(intervalMs, task)
    },
  }
}
