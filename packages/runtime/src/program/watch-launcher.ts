import type { Clock, Timer } from '@aster/core'

const lookEveryMs = 250

/**
 * Notices that a process which started this one is gone: the row of launchers changes. One that dies without passing the
 * signal on would otherwise leave a program trading that nobody can see.
 */
export function watchLauncher(clock: Clock, readLaunchers: () => readonly number[], onVanished: () => void): Timer {
  const before = readLaunchers().join()
  let timer: Timer
  const look = (): void => {
    if (readLaunchers().join() === before) timer = clock.schedule(lookEveryMs, look)
    else onVanished()
  }
  timer = clock.schedule(lookEveryMs, look)
  return { cancel: () => timer.cancel() }
}
