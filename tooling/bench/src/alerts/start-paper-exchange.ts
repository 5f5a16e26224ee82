import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../../apps/paper-exchange/src/main.ts', import.meta.url))

interface Ready {
  readonly ready?: boolean
  readonly rest?: string
  readonly ws?: string
}

/** Starts the paper exchange as its users do, limits on. It keeps nothing on disk: the disk is for those who are measured. */
export async function startPaperExchange(symbols: readonly string[]): Promise<{
  readonly restUrl: string
  readonly wsUrl: string
  close(): Promise<void>
}> {
  const flags = ['--port', '0', '--symbols', symbols.join(',')]
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue
    const { ready, rest, ws } = JSON.parse(line) as Ready
    if (ready !== true || rest === undefined || ws === undefined) continue
    child.stdout.resume()
    return {
      restUrl: rest,
      wsUrl: ws,
      async close() {
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error('the paper exchange did not start')
}
