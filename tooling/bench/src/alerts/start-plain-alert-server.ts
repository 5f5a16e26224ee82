import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./plain-alert-server.ts', import.meta.url))

/** Starts the server that only writes alerts down, in a process of its own. */
export async function startPlainAlertServer(file: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const child = fork(program, [file])
  const ended = once(child, 'exit')
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
  if (typeof message !== 'object' || message === null || !('url' in message)) {
    throw new Error('the plain alert server did not start')
  }
  return {
    url: String(message.url),
    async close() {
      child.disconnect()
      await ended
    },
  }
}
