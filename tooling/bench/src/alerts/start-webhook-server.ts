import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { WebSocket } from 'ws'

const program = fileURLToPath(new URL('../../../../apps/webhook-server/src/main.ts', import.meta.url))

export interface ToldSignal {
  readonly id: string
  readonly status: string
  readonly reason: string | null
  readonly sequence: number
}

export interface WebhookServer {
  readonly url: string
  readonly pid: number
  /** Everything that was taken in, newest first. */
  listSignals(): Promise<readonly ToldSignal[]>
  readCounts(): Promise<Readonly<Record<string, number>>>
  /** Bytes of the heap that are in use, after a collection. */
  readHeapBytes(): Promise<number>
  /** Bytes of memory that the process holds; NaN where the system does not tell. */
  readResidentBytes(): number
  close(): Promise<void>
}

/** Starts the alert server as its users do, with its log in a file. */
export async function startWebhookServer(options: {
  readonly folder: string
  readonly secret: string
  readonly flags: readonly string[]
}): Promise<WebhookServer> {
  const { folder, secret, flags } = options
  const logFile = join(folder, 'server.log')
  const log = openSync(logFile, 'w')
  const child = spawn(
    process.execPath,
    ['--inspect=127.0.0.1:0', program, '--port', '0', '--data', join(folder, 'data'), ...flags],
    { stdio: ['ignore', 'pipe', log], env: { ...process.env, WEBHOOK_SECRET: secret } },
  )
  closeSync(log)
  const ended = once(child, 'exit')
  const { stdout } = child
  if (stdout === null) throw new Error('the alert server has no output')
  let url: string | undefined
  for await (const line of createInterface({ input: stdout })) {
    url = /alerts +(\S+)\/webhook\/tradingview$/.exec(line)?.[1]
    if (url !== undefined) break
  }
  const pid = child.pid ?? 0
  if (url === undefined) throw new Error(`the alert server did not start: ${readFileSync(logFile, 'utf8')}`)
  stdout.resume()
  const inspector = /ws:\/\/\S+/.exec(readFileSync(logFile, 'utf8'))?.[0] ?? ''
  const headers = { authorization: `Bearer ${secret}` }
  const ask = async (path: string): Promise<Record<string, unknown>> =>
    (await (await fetch(url + path, { headers })).json()) as Record<string, unknown>
  return {
    url,
    pid,
    async listSignals() {
      const all: ToldSignal[] = []
      let before = ''
      while (true) {
        const page = await ask(`/signals?limit=500${before}`)
        all.push(...(page['signals'] as ToldSignal[]))
        const next = page['next_before'] as number | null
        if (next === null) return all
        before = `&before=${next}`
      }
    },
    readCounts: async () => (await ask('/signals?limit=1'))['counts'] as Record<string, number>,
    readHeapBytes: () => readHeapBytes(inspector),
    readResidentBytes() {
      const file = `/proc/${pid}/status`
      const told = existsSync(file) ? readFileSync(file, 'utf8') : ''
      return Number(/VmRSS:\s+(\d+)/.exec(told)?.[1]) * 1_024
    },
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function readHeapBytes(inspector: string): Promise<number> {
  const socket = new WebSocket(inspector)
  await once(socket, 'open')
  let used = Number.NaN
  for (const [id, method] of ['HeapProfiler.collectGarbage', 'Runtime.getHeapUsage'].entries()) {
    socket.send(JSON.stringify({ id, method }))
    const [data] = (await once(socket, 'message')) as [Buffer]
    const { result } = JSON.parse(data.toString('utf8')) as { result: { usedSize?: number } }
    used = result.usedSize ?? used
  }
  socket.close()
  await once(socket, 'close')
  return used
}
