import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./plain-order-server.ts', import.meta.url))

/**
 * Starts a server that answers every request with one order, in a process of its own so that it takes no time from those
 * who are measured.
 */
export async function startPlainOrderServer(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const child = fork(program)
  const ended = once(child, 'exit')
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
  if (typeof message !== 'object' || message === null || !('port' in message)) {
    throw new Error('the plain order server did not start')
  }
  return {
    url: `http://127.0.0.1:${String(message.port)}`,
    async close() {
      child.disconnect()
      await ended
    },
  }
}
