import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface AsterRun {
  /** Undefined for one that was killed. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as a process of its own. */
export function runAster(
  words: readonly string[],
  options: {
    readonly cwd: string
    readonly env?: Readonly<Record<string, string>>
    readonly onStart?: (child: ChildProcess) => void
    /** Called with each whole line of stderr. */
    readonly onLine?: (line: string) => void
  },
): Promise<AsterRun> {
  const { cwd, env = {}, onStart, onLine } = options
  const child = spawn(process.execPath, [main, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onStart?.(child)
  child.stdin.on('error', () => undefined)
  let [stdout, stderr, seen] = ['', '', 0]
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    for (let end = stderr.indexOf('\n', seen); end >= 0; end = stderr.indexOf('\n', seen)) {
      onLine?.(stderr.slice(seen, end))
      seen = end + 1
    }
  })
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }))
  })
}
