import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const programs = {
  aster: fileURLToPath(new URL('../main.ts', import.meta.url)),
  demo: fileURLToPath(new URL('../../../../tooling/demo/src/main.ts', import.meta.url)),
  webhookServer: fileURLToPath(new URL('../../../webhook-server/src/main.ts', import.meta.url)),
}

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A program that runs until it is ended, and what it says. */
export interface RunningProgram {
  readonly process: ChildProcess
  /** Everything said so far. */
  readonly text: () => string
  /** Resolves when it has said this, after `from` characters of its text. */
  says(words: string, from?: number): Promise<void>
  /** Asks it to end and gives its exit code. */
  end(): Promise<number | null>
}

/** Programs of this repository as a person starts them, in one folder. */
export function createRunner(cwd: () => string) {
  const env = { PATH: process.env['PATH'], NO_COLOR: '1' }
  return {
    aster(...words: readonly string[]): Promise<Outcome> {
      return new Promise((resolve) => {
        execFile(process.execPath, [programs.aster, ...words], { cwd: cwd(), env }, (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
        })
      })
    },
    start(name: 'demo' | 'webhookServer', ...flags: readonly string[]): RunningProgram {
      const child = spawn(process.execPath, [programs[name], ...flags], {
        cwd: cwd(),
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let text = ''
      const ended = once(child, 'close')
      child.stdout.on('data', (chunk) => (text += String(chunk)))
      let trouble = ''
      child.stderr.on('data', (chunk) => (trouble += String(chunk)))
      return {
        process: child,
        text: () => text,
        async says(words, from = 0) {
          while (!text.slice(from).includes(words)) {
            const [chunk] = (await Promise.race([once(child.stdout, 'data'), ended])) as unknown[]
            if (typeof chunk === 'number' || chunk === null)
              throw new Error(`${name} ended before it said ${words}: ${trouble}`)
          }
        },
        async end() {
          if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
          await ended
          return child.exitCode
        },
      }
    },
  }
}
