import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readConnection, readFeedFiles } from '@aster/runtime'
import { openJournal } from '@aster/trades'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
let cwd = ''
const children: ChildProcess[] = []
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'aster-demo-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  rmSync(cwd, { recursive: true })
})

const run = (...argv: string[]) => spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8', cwd })
const state = (...names: string[]) => join(cwd, '.aster/demo', ...names)

/** A demo that trades; `until` is something that it says. */
async function start(until: string, ...argv: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'pipe', 'inherit'], cwd })
  children.push(child)
  const { promise, resolve } = Promise.withResolvers<void>()
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += String(chunk)
    if (text.includes(until)) resolve()
  })
  await promise
  return child
}

describe('the state folder of a demo', () => {
  it('holds journal, feed and the way to it, and a key that is in nothing else', async () => {
    const child = await start('protected', '--event-log', 'run.log')
    const running = readConnection(state())
    expect(running).toMatchObject({ program: 'demo', processId: child.pid, isRunning: true })
    expect(running.haltFiles).toEqual([join(cwd, '.aster/halt'), state('HALT')])
    expect(statSync(running.keyFile).mode & 0o777).toBe(0o600)
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(child.exitCode).toBe(0)
    expect(readConnection(state())).toMatchObject({ isRunning: false, endedMs: expect.any(Number) })

    using journal = openJournal({ path: running.journal, readOnly: true })
    const account = journal.scope(running.user.toLowerCase())
    expect(account.list('tradeEnded').length).toBeGreaterThan(0)
    expect(account.listOpenOrders()).toEqual([])
    const { events } = readFeedFiles(running.feed)
    expect(events.filter(({ kind }) => kind === 'fill').length).toBeGreaterThan(0)
    const key = readFileSync(running.keyFile, 'utf8').trim().slice(2)
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) => !name.endsWith('.lock'))
    const leaks = files
      .filter((name) => statSync(join(cwd, name)).isFile() && !name.endsWith('paper-key'))
      .filter((name) => readFileSync(join(cwd, name), 'latin1').toLowerCase().includes(key))
    expect(leaks).toEqual([])
  })

  it('shows no key that somebody wrote into a halt file, in its words, its log and its console', async () => {
    const key = 'a1b2c3d4'.repeat(8)
    const child = spawn(process.execPath, [main, '--event-log', 'run.log'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd,
      env: { ...process.env, ASTER_DEMO_PRIVATE_KEY: `0x${key}` },
    })
    children.push(child)
    let text = ''
    const says = async (words: string) => {
      while (!text.includes(words)) text += String(((await once(child.stdout, 'data')) as unknown[])[0])
    }
    await says('ready')
    writeFileSync(state('HALT'), `found ${key} on a page`)
    await says('halted: file')
    const looking = new AbortController()
    const page = await fetch(`${readConnection(state()).consoleUrl}/console/events`, { signal: looking.signal })
    let seen = ''
    for await (const chunk of page.body ?? []) {
      seen += Buffer.from(chunk).toString()
      if (seen.includes('HALTED')) break
    }
    looking.abort()
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(seen).toContain('found [hidden] on a page')
    expect(text).toContain('found [hidden] on a page')
    for (const shown of [seen, text, readFileSync(join(cwd, 'run.log'), 'utf8')]) expect(shown).not.toContain(key)
  })

  it('is held by one demo: the second is refused in one sentence and touches nothing', async () => {
    const child = await start('ready', '--event-log', 'run.log')
    const { status, stdout, stderr } = run('--event-log', 'run.log', '--duration', '1')
    expect(stderr).toMatch(/^demo: The state folder .* is in use by demo \(process \d+\); stop it, or give .*\n$/)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(readConnection(state()).isRunning).toBe(true)
    expect(readFileSync(join(cwd, 'run.log'), 'utf8')).toContain('"event":"opened"')
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(child.exitCode).toBe(0)
  })

  it('is refused, with nothing begun, where it is of a newer version or cannot be written', () => {
    const newer = '{"format":"aster-state","program":"demo","version":9,"starts":3}'
    mkdirSync(state(), { recursive: true })
    writeFileSync(state('state.json'), newer)
    for (const [folder, reason] of [
      ['.aster/demo', 'was written by a newer version'],
      ['/dev/null/demo', 'cannot be written'],
    ] as const) {
      const { status, stdout, stderr } = run('--state', folder, '--event-log', 'run.log')
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toContain(reason)
      expect(existsSync(state('runs')) || existsSync(join(cwd, 'run.log'))).toBe(false)
    }
    expect(readFileSync(state('state.json'), 'utf8')).toBe(newer)
  })

  it.each(['runs', 'connection.json'])('is refused in one sentence where %s is of the wrong kind', (name) => {
    mkdirSync(state(), { recursive: true })
    if (name === 'runs') writeFileSync(state(name), '')
    else mkdirSync(state(name))
    const { status, stdout, stderr } = run('--event-log', 'run.log')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^demo: The state folder .* cannot be used: .*\n$/)
    expect(existsSync(join(cwd, 'run.log'))).toBe(false)
  })

  it('begins each run anew, also after kill -9 amid a trade, and keeps the last five', async () => {
    for (let index = 1; index <= 5; index += 1) mkdirSync(state('runs', `00000${index}`), { recursive: true })
    const killed = await start('protected')
    killed.kill('SIGKILL')
    await once(killed, 'close')
    expect(readConnection(state()).isRunning).toBe(false)
    const { status, stdout } = run('--duration', '3', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ clean: true, faults: 0 })
    expect(status).toBe(0)
    expect(readdirSync(state('runs'))).toEqual(['000003', '000004', '000005', '000006', '000007'])
    // what was under way when it was killed can still be read
    using journal = openJournal({ path: state('runs/000006/journal.db'), readOnly: true })
    expect(journal.accounts()).toHaveLength(1)
  })

  it('is not made over memory', () => {
    const { status } = run('--transport', 'memory', '--duration', '3', '--json')
    expect(status).toBe(0)
    expect(readdirSync(cwd)).toEqual([])
  })
})
