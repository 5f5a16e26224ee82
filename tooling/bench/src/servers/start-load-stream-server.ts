import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./load-stream-server.ts', import.meta.url))

/** Starts the server that pushes frames, in a process of its own so that the core of those who are measured is theirs. */
export async function startLoadStreamServer(): Promise<{
  readonly url: string
  /** Pushes to every stream that is subscribed by now, in turn. */
  start(framesPerSecond: number): void
  close(): Promise<void>
}> {
  const child = fork(program)
  const ended = once(child, 'exit')
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
  if (typeof message !== 'object' || message === null || !('port' in message)) {
    throw new Error('the stream server did not start')
  }
  return {
    url: `ws://127.0.0.1:${String(message.port)}`,
    start: (framesPerSecond) => void child.send({ framesPerSecond }),
    async close() {
      child.disconnect()
      await ended
    },
  }
}
