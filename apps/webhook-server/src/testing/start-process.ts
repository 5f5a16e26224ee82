import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  /** What its own paper server wants to know. */
  readonly secret: string
  /** What it has said so far on stderr. */
  readonly errors: () => string
  /** Sends an alert and resolves with the answer once it is carried out. */
  alert(body: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>
  /** The text of a scrape. */
  scrape(): Promise<string>
  /** Asks it to end and resolves with the exit code. */
  stop(): Promise<number | null>
}

/** Starts the server as a process of its own, on a paper exchange of its own, and waits until it takes alerts. */
export async function startProcess(folder: string, flags: readonly string[] = []): Promise<ServerProcess> {
  const data = join(folder, 'data')
  const words = ['--mode', 'paper', '--port', '0', '--data', data, '--locks', join(folder, 'locks'), ...flags]
  const child = spawn(process.execPath, [main, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, errors] = ['', '']
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = once(child, 'close')
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const [, found] = /alerts +(\S+)\/webhook\/tradingview/.exec(output) ?? []
      if (found !== undefined) resolve(found)
    })
    child.on('close', () => reject(new Error(`it ended before it was ready: ${errors}`)))
  })
  const secret = readFileSync(join(data, 'webhook-secret'), 'utf8').trim()
  return {
    child,
    url,
    secret,
    errors: () => errors,
    async alert(body) {
      const answer = await fetch(`${url}/webhook/tradingview?wait=1&wait_ms=20000`, {
        method: 'POST',
        body: JSON.stringify({ symbol: 'BTCUSDT', webhook_secret: secret, ...body }),
      })
      return (await answer.json()) as Record<string, unknown>
    },
    async scrape() {
      const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${secret}` } })
      return answer.text()
    },
    async stop() {
      child.kill('SIGTERM')
      const [code] = (await ended) as [number | null]
      return code
    },
  }
}
