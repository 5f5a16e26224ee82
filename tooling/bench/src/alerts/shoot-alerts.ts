import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { AlertShots, AlertTarget } from './alert-gun.ts'

const gun = fileURLToPath(new URL('./alert-gun.ts', import.meta.url))

/** One round of alerts at a steady rate, from a process of its own. */
export async function shootAlerts(target: AlertTarget): Promise<AlertShots> {
  const child = fork(gun)
  const ended = once(child, 'exit')
  try {
    await Promise.race([once(child, 'message'), ended])
    child.send(target)
    const [result] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
    if (typeof result !== 'object' || result === null || !('p99Ms' in result)) {
      throw new Error(`the load generator ended early: ${JSON.stringify(result)}`)
    }
    return result as AlertShots
  } finally {
    if (child.connected) child.disconnect()
    await ended
  }
}
