import type { Clock, Timer } from '@aster/core'

const lookEveryMs = 250

/**
 * Notices that the process which started this one is gone: its id as parent changes. Launchers that die without passing
 * the signal on would otherwise leave a program trading that nobody can see.
 */
export function watchLauncher(clock: Clock, parentId: () => number, onVanished: () => void): Timer {
  const launcherId = parentId()
  let timer: Timer
  const look = (): void => {
    if (parentId() === launcherId) timer = clock.schedule(lookEveryMs, look)
    else onVanished()
  }
  timer = clock.schedule(lookEveryMs, look)
  return { cancel: () => timer.cancel() }
}
