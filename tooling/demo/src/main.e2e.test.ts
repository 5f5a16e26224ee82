import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'aster-demo-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
const run = (...argv: string[]) => spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8', cwd })

const start = (command: string, args: readonly string[]): ChildProcess =>
  spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd })

/** Waits until the demo says that a position is protected, disturbs it then, and returns all that it printed. */
async function disturb(child: ChildProcess, signal: NodeJS.Signals): Promise<string> {
  let text = ''
  const { promise: trading, resolve } = Promise.withResolvers<void>()
  child.stdout?.on('data', (chunk) => {
    text += String(chunk)
    if (text.includes('protected')) resolve()
  })
  await trading
  child.kill(signal)
  await once(child, 'close')
  return text
}

describe('the demo', () => {
  it('prints one JSON line over real sockets and ends with 0', () => {
    const { status, stdout, stderr } = run('--duration', '4', '--json')
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toMatchObject({
      clean: true,
      openOrdersLeft: 0,
      positionLeft: '0',
      requestedDurationMs: 4_000,
      transport: 'sockets',
    })
    expect(status).toBe(0)
  })

  it('closes its trades on SIGTERM, says so, and ends with 0', async () => {
    const child = start(process.execPath, [main])
    const text = await disturb(child, 'SIGTERM')
    expect(child.exitCode).toBe(0)
    expect(text).toMatch(/console http:\/\/127\.0\.0\.1:\d+, exchange panel http:\/\/127\.0\.0\.1:\d+\n/)
    expect(text).toContain('left on the exchange: 0 open orders, position 0\n')
    expect(text.trimEnd().split('\n').slice(-5)).toEqual([
      'Next, try:',
      expect.stringContaining('aster explain --state .aster/demo'),
      expect.stringContaining('pnpm@12.21.0 demo'),
      expect.stringContaining('pnpm@12.21.0 paper-exchange'),
      expect.stringContaining('pnpm@12.21.0 proof'),
    ])
  })

  it('closes its trades when its launcher was killed', async () => {
    // The output ends when the demo, not the launcher, has ended.
    const text = await disturb(start('sh', ['-c', '"$0" "$1" & wait', process.execPath, main]), 'SIGKILL')
    expect(text).toContain('left on the exchange: 0 open orders, position 0\n')
  })

  it.each([
    [['--durtion', '5'], 'did you mean --duration?'],
    [['--symbols', 'NOSUCH'], 'names NOSUCH'],
    [['--market', 'replay:no-such-file.gz'], 'cannot be read'],
  ])('refuses %j in one line with exit code 2', (argv, reason) => {
    const { status, stdout, stderr } = run(...argv)
    expect(stderr).toContain(reason)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})
