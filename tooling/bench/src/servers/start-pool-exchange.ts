import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./pool-exchange.ts', import.meta.url))

/** Starts a paper exchange without limits, in a process of its own. */
export async function startPoolExchange(): Promise<{
  readonly restUrl: string
  readonly wsUrl: string
  /** From fill to resting stop since the last call, by the exchange's clock; undefined for a fill without a stop. */
  takeProtectionMs(): Promise<readonly (number | undefined)[]>
  close(): Promise<void>
}> {
  const child = fork(program)
  const ended = once(child, 'exit')
  const hear = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
    return message
  }
  const message = await hear()
  if (typeof message !== 'object' || message === null || !('restUrl' in message) || !('wsUrl' in message)) {
    throw new Error('the exchange did not start')
  }
  return {
    restUrl: String(message.restUrl),
    wsUrl: String(message.wsUrl),
    async takeProtectionMs() {
      const answer = hear()
      child.send('openings')
      const { openings } = (await answer) as { openings: { filledMs?: number; protectedMs?: number }[] }
      return openings.flatMap(({ filledMs, protectedMs }) =>
        filledMs === undefined ? [] : [protectedMs === undefined ? undefined : protectedMs - filledMs],
      )
    },
    async close() {
      child.disconnect()
      await ended
    },
  }
}
