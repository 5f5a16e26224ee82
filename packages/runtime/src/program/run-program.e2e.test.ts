import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const source = `
import { defineSettings, runProgram } from '${import.meta.resolve('../index.ts')}'
const settings = defineSettings({ program: 'example', summary: 'An example.', fields: {} })
await runProgram({
  settings,
  async main({ signal, stdout, clock, shutdown }) {
    shutdown.add('close', 'talk', () => 'the rest was silence')
    stdout.write('ready\\n')
    const talk = () => {
      stdout.write('.\\n')
      clock.schedule(20, talk)
    }
    talk()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    stdout.write('stopped: ' + signal.reason.message + '\\n')
  },
})
`

describe('a real process', () => {
  let folder = ''
  let program = ''

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'aster-runtime-'))
    program = join(folder, 'program.mjs')
    writeFileSync(program, source)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Resolves once the program says that it runs; `text` then goes on growing. */
  async function waitUntilReady(child: ChildProcess): Promise<{ text: string }> {
    const output = { text: '' }
    const { promise: ready, resolve } = Promise.withResolvers<void>()
    child.stdout?.on('data', (chunk) => {
      output.text += String(chunk)
      if (output.text.includes('ready')) resolve()
    })
    await ready
    return output
  }

  const start = (command: string, args: string[]): ChildProcess =>
    spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends in order on %s', async (signal) => {
    const child = start(process.execPath, [program])
    const report: string[] = []
    child.stderr?.on('data', (chunk) => report.push(String(chunk)))
    const output = await waitUntilReady(child)
    child.kill(signal)
    const [code] = (await once(child, 'close')) as unknown[]
    expect(code).toBe(0)
    expect(output.text).toContain(`stopped: ${signal}\n`)
    expect(report.join('')).toMatch(
      new RegExp(
        `^example: ended in order after ${signal} in \\d+ ms\n  close    talk: done in \\d+ ms, the rest was silence\n$`,
      ),
    )
  })

  it('ends in order when its launcher was killed', async () => {
    const launcher = start('sh', ['-c', '"$0" "$1" & wait', process.execPath, program])
    const output = await waitUntilReady(launcher)
    launcher.kill('SIGKILL')
    // The pipe closes when the program, not the launcher, has ended.
    await once(launcher, 'close')
    expect(output.text).toContain('stopped: launcher vanished\n')
  })

  it('goes on when the reader of its output goes away', async () => {
    const child = start(process.execPath, [program])
    const errors: string[] = []
    child.stderr?.on('data', (chunk) => errors.push(String(chunk)))
    await waitUntilReady(child)
    child.stdout?.destroy()
    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as unknown[]
    expect(code).toBe(0)
    expect(errors.join('')).toMatch(/^example: ended in order after SIGTERM in \d+ ms\n.*\n$/)
  })

  it('ends with 2 and one line for a wrong flag', async () => {
    const child = start(process.execPath, [program, '--nonsense'])
    const errors: string[] = []
    child.stderr?.on('data', (chunk) => errors.push(String(chunk)))
    const [code] = (await once(child, 'close')) as unknown[]
    expect(code).toBe(2)
    expect(errors.join('')).toBe('--nonsense: unknown flag, see --help\n')
  })
})
