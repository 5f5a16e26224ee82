import { type Clock, createVirtualClock, type VirtualClock } from '@aster/core'
import { describe, expect, it } from 'vitest'

import { EdgeServerError } from '../http/serve-edge.ts'
import { defineSettings } from '../settings/define-settings.ts'
import { setting } from '../settings/setting.ts'
import { wholeNumber } from '../settings/text-schemas.ts'
import { StateFolderError } from '../state/state-folder-error.ts'
import { createTestHost } from '../testing/create-test-host.ts'
import type { ProgramHost } from './program-host.ts'
import { type ProgramContext, runProgram } from './run-program.ts'
import { StopReason } from './stop-reason.ts'

const settings = defineSettings({
  program: 'example',
  summary: 'An example.',
  examples: [{ command: 'pnpm example --port 80', meaning: 'Listens on port 80.' }],
  fields: { port: setting(wholeNumber({ min: 0, max: 65_535 }), { description: 'Port.', default: 0 }) },
})

type Main = (context: ProgramContext<typeof settings.fields>) => Promise<number | void>

/** Runs until its signal aborts, then takes `tidyMs` to end. */
const untilStopped =
  (tidyMs = 0): Main =>
  async ({ signal, clock, stdout }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    await wait(clock, tidyMs)
    stdout.write(`stopped: ${signal.reason instanceof StopReason ? signal.reason.message : '?'}\n`)
  }

const wait = (clock: Clock, ms: number) => new Promise<void>((resolve) => void clock.schedule(ms, resolve))

async function run(
  test: ReturnType<typeof createTestHost>,
  main: Main,
  during?: (clock: VirtualClock) => Promise<void>,
) {
  const clock = createVirtualClock({ startMs: 0 })
  const done = runProgram({ settings, main, stopDeadlineMs: 10_000 }, test.host, clock)
  await clock.advance(1_000)
  await during?.(clock)
  await clock.advance(100_000)
  return { clock, done }
}

describe('runProgram', () => {
  it('ends with 2 and one sentence when the state folder cannot be used', async () => {
    const test = createTestHost()
    await run(test, () => Promise.reject(new StateFolderError('/data', 'lock', 'is in use by example (process 7)')))
    expect(test.state.exitCode).toBe(2)
    expect(test.written.stderr).toBe('example: The state folder /data is in use by example (process 7)\n')
  })

  it('ends with the code that main returns, 0 when it returns none', async () => {
    for (const code of [0, 3, undefined]) {
      const test = createTestHost()
      await run(test, async () => code)
      expect(test.state.exitCode).toBe(code ?? 0)
    }
  })

  it('hands in typed settings from flags, environment and files', async () => {
    const files = { '/home/.env': 'ASTER_PORT=1', '/home/my.json': '{"port":2}' }
    const ports: number[] = []
    const main: Main = async ({ values }) => void ports.push(values.port)
    await run(createTestHost({ files }), main)
    await run(createTestHost({ files, argv: ['--config', 'my.json'] }), main)
    await run(createTestHost({ files, env: { ASTER_CONFIG: 'my.json', ASTER_PORT: '3' } }), main)
    expect(ports).toEqual([1, 2, 3])
  })

  it('hands in the environment with what .env adds to it', async () => {
    const files = { '/home/.env': 'ASTER_USER=0x1\nASTER_SIGNER=0x2\nASTER_API_KEY=k' }
    let seen: ProgramContext<typeof settings.fields>['env'] = {}
    const main: Main = async ({ env }) => void (seen = env)
    await run(createTestHost({ files, env: { ASTER_SIGNER: '0x3', ASTER_USER: '', HOME: '/home' } }), main)
    expect(seen).toEqual({ ASTER_USER: '0x1', ASTER_SIGNER: '0x3', ASTER_API_KEY: 'k', HOME: '/home' })
  })

  it('ends with 2 and one line when .env cannot be read', async () => {
    const test = createTestHost()
    const host: ProgramHost = {
      ...test.host,
      readTextFile: () => {
        throw new Error('EISDIR')
      },
    }
    await run({ ...test, host }, () => expect.unreachable())
    expect(test.state.exitCode).toBe(2)
    expect(test.written.stderr).toBe('.env: cannot be read (EISDIR)\n')
  })

  it('prints one line per mistake and ends with 2 before anything starts', async () => {
    const test = createTestHost({ argv: ['--prot', '1'], env: { ASTER_PORT: '-5' } })
    await run(test, () => expect.unreachable())
    expect(test.state.exitCode).toBe(2)
    expect(test.written.stderr.trimEnd().split('\n')).toEqual([
      '--prot: unknown flag, did you mean --port?',
      'ASTER_PORT: port must be a whole number from 0 to 65535, got "-5"',
    ])
  })

  it('ends with 2 for a value that only proves wrong later', async () => {
    const test = createTestHost({ argv: ['--port', '80'] })
    await run(test, async (context) => {
      throw context.settings.refuse('port', 'is in use')
    })
    expect(test.state.exitCode).toBe(2)
    expect(test.written.stderr).toBe('--port: port is in use, got "80"\n')
  })

  it('ends with 2 for a settings file that is not there', async () => {
    const test = createTestHost({ argv: ['--config', 'none.json'] })
    await run(test, () => expect.unreachable())
    expect(test.state.exitCode).toBe(2)
    expect(test.written.stderr).toBe('--config: config names a file that does not exist, got "none.json"\n')
  })

  it('teaches with --help, whatever else is wrong', async () => {
    const test = createTestHost({ argv: ['--nonsense', '--help'] })
    await run(test, () => expect.unreachable())
    expect(test.state.exitCode).toBe(0)
    expect(test.written.stdout).toContain('pnpm example --port 80')
    expect(test.written.stdout).toContain('ASTER_PORT')
  })

  it('prints every setting with its source', async () => {
    const test = createTestHost({ argv: ['--print-settings'], env: { ASTER_PORT: '80' } })
    await run(test, () => expect.unreachable())
    expect(test.written.stdout).toContain('port     = 80  (ASTER_PORT)')
  })

  it('stops in order on each signal', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const test = createTestHost()
      await run(test, untilStopped(3_000), async () => test.raise(signal))
      expect(test.written.stdout).toBe(`stopped: ${signal}\n`)
      expect(test.state.exitCode).toBe(0)
    }
  })

  it('takes the echo of a signal, passed on by a launcher, for the same one', async () => {
    const test = createTestHost()
    await run(test, untilStopped(3_000), async (clock) => {
      test.raise('SIGINT')
      await clock.advance(300)
      test.raise('SIGINT')
      test.raise('SIGTERM')
    })
    expect(test.state.exitCode).toBe(0)
    expect(test.written.stdout).toBe('stopped: SIGINT\n')
  })

  it('ends at once on a second signal, and still leaves the terminal as it was', async () => {
    const test = createTestHost()
    let isRestored = false
    const main: Main = async (context) => {
      context.atExit(() => (isRestored = true))
      await untilStopped(9_000)(context)
    }
    await run(test, main, async (clock) => {
      test.raise('SIGINT')
      await clock.advance(2_000)
      test.raise('SIGINT')
      expect(test.state.exitCode).toBe(130)
      expect(isRestored).toBe(true)
    })
    expect(test.state.exitCode).toBe(130)
  })

  it('ends in order although the first signal comes long after the launcher vanished, or a fault', async () => {
    for (const cause of ['launcher', 'fault'] as const) {
      const test = createTestHost()
      await run(test, untilStopped(9_000), async (clock) => {
        if (cause === 'launcher') test.state.launcherIds = [100]
        else test.fail(new Error('boom'))
        await clock.advance(3_000)
        test.raise('SIGTERM')
        expect(test.state.exitCode).toBeUndefined()
        await clock.advance(2_000)
      })
      expect(test.state.exitCode).toBe(cause === 'launcher' ? 0 : 1)
    }
  })

  it('ends with 1 when stopping takes longer than the deadline', async () => {
    const test = createTestHost()
    await run(test, untilStopped(60_000), async () => test.raise('SIGTERM'))
    expect(test.state.exitCode).toBe(1)
    expect(test.written.stderr).toBe('example: not stopped within 10 s after SIGTERM\n')
  })

  it('says what was done and what was left when the deadline cuts the end short', async () => {
    const test = createTestHost()
    const main: Main = async (context) => {
      context.shutdown.add('intake', 'alerts', () => '3 were turned away')
      context.shutdown.add('settle', 'signals', () => wait(context.clock, 60_000), { withinMs: 30_000 })
      context.shutdown.add('close', 'journal', () => undefined)
      await untilStopped()(context)
    }
    await run(test, main, async () => test.raise('SIGTERM'))
    expect(test.state.exitCode).toBe(1)
    expect(test.written.stderr.trimEnd().split('\n').slice(0, 4)).toEqual([
      'example: not stopped within 10 s after SIGTERM',
      '  intake   alerts: done in 0 ms, 3 were turned away',
      '  settle   signals: STILL RUNNING after 10000 ms',
      '  close    journal: NOT BEGUN',
    ])
  })

  it('takes down what was begun when the start is refused, and says nothing of it', async () => {
    const test = createTestHost()
    const main: Main = async ({ shutdown, settings: { refuse }, stdout }) => {
      shutdown.add('close', 'journal', () => stdout.write('closed'))
      throw refuse('port', 'is in use')
    }
    await run(test, main)
    expect(test.written).toEqual({ stdout: 'closed', stderr: '--port or ASTER_PORT: port is in use\n' })
    expect(test.state.exitCode).toBe(2)
  })

  it.each([
    new StateFolderError('/data', 'version', 'was written by a newer version'),
    new EdgeServerError('127.0.0.1:80 is in use'),
  ])('ends with 2 for what it cannot begin on: $name', async (error) => {
    const test = createTestHost()
    await run(test, () => Promise.reject(error))
    expect(test.state.exitCode).toBe(2)
    expect(test.written.stderr).toBe(`example: ${error.message}\n`)
  })

  it('ends with 1 and a report when a step of the end fails', async () => {
    const test = createTestHost()
    await run(test, async ({ shutdown }) =>
      shutdown.add('release', 'account', () => Promise.reject(new Error('2 orders are still open'))),
    )
    expect(test.state.exitCode).toBe(1)
    expect(test.written.stderr).toContain('release  account: FAILED after 0 ms: 2 orders are still open')
  })

  it('stops in order when its launcher vanishes', async () => {
    const test = createTestHost()
    await run(test, untilStopped(), async () => void (test.state.launcherIds = [100]))
    expect(test.written.stdout).toBe('stopped: launcher vanished\n')
    expect(test.state.exitCode).toBe(0)
  })

  it('goes on without launcher and terminal when detached', async () => {
    const test = createTestHost({ argv: ['--detached'] })
    await run(test, untilStopped(), async (clock) => {
      test.state.launcherIds = [1]
      test.raise('SIGHUP')
      await clock.advance(5_000)
      expect(test.state.exitCode).toBeUndefined()
      test.raise('SIGTERM')
    })
    expect(test.written.stdout).toBe('stopped: SIGTERM\n')
  })

  it('stops in order after an error that nobody caught, and ends with 1', async () => {
    const test = createTestHost()
    await run(test, untilStopped(1_000), async () => test.fail(new Error('boom')))
    expect(test.written.stdout).toBe('stopped: internal fault\n')
    expect(test.written.stderr).toContain('boom')
    expect(test.state.exitCode).toBe(1)
  })

  it('takes an abort that main passes on for a normal end', async () => {
    const test = createTestHost()
    const main: Main = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    await run(test, main, async () => test.raise('SIGINT'))
    expect(test.state.exitCode).toBe(0)
    expect(test.written.stderr).toBe('')
  })

  it('finds files where the person stood when turbo changed the folder', async () => {
    const env = { TURBO_HASH: 'x', TURBO_INVOCATION_DIR: '/typed' }
    const test = createTestHost({ env, files: { '/typed/.env': 'ASTER_PORT=7' } })
    const main: Main = async ({ values, resolvePath, stdout }) => stdout.write(`${values.port} ${resolvePath('a.gz')}`)
    await run(test, main)
    expect(test.written.stdout).toBe('7 /typed/a.gz')
  })
})
