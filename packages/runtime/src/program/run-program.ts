import { inspect } from 'node:util'

import { AsterError, type Clock, createSystemClock } from '@aster/core'

import type { SettingFields, SettingsDefinition, ValuesOf } from '../settings/define-settings.ts'
import type { Settings } from '../settings/parse-settings.ts'
import { readFlags } from '../settings/read-flags.ts'
import { renderHelp } from '../settings/render-help.ts'
import { renderSettings } from '../settings/render-settings.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { createStopper } from './create-stopper.ts'
import { loadSettings } from './load-settings.ts'
import { createProcessHost } from './process-host.ts'
import type { Output, ProgramHost } from './program-host.ts'
import { resolvePath } from './resolve-path.ts'
import { watchLauncher } from './watch-launcher.ts'

/** What every program has at its edge. */
export interface ProgramContext<F extends SettingFields> {
  readonly values: ValuesOf<F>
  readonly settings: Settings<F>
  /** Aborts with a `StopReason` when the program is to end in order: take no entries, close, verify, return. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** A path as the person meant it who typed it, also when a launcher changed the folder. */
  resolvePath(path: string): string
  /** Calls back last of all, however the program ends, also at once: to leave the terminal as it was. Must not wait. */
  atExit(callback: () => void): void
}

export interface Program<F extends SettingFields> {
  readonly settings: SettingsDefinition<F>
  /** How long an orderly end may take before the process is ended at once with exit code 1. 30 s by default. */
  readonly stopDeadlineMs?: number
  /** Runs the program. Its number is the exit code; none means 0. An abort it was asked for is a normal end. */
  main(context: ProgramContext<F>): Promise<number | void>
}

/**
 * Runs a program from its settings to its exit code.
 *
 * - SIGINT, SIGTERM, SIGHUP, a vanished launcher, an error nobody caught: `signal` aborts, the program ends in order.
 *   A second signal (after a second: launchers repeat the first) ends it at once with 128 + its number.
 * - Exit codes: 0 or what `main` returns; 1 after a fault or when the deadline passed; 2 for settings that cannot be accepted.
 * - A reader that closes our output is no fault.
 *
 * @example
 * await runProgram({ settings, main: async ({ values, stdout }) => stdout.write(`port ${values.port}\n`) })
 */
export async function runProgram<F extends SettingFields>(
  program: Program<F>,
  host: ProgramHost = createProcessHost(),
  clock: Clock = createSystemClock(),
): Promise<void> {
  const exitCallbacks: (() => void)[] = []
  let isOver = false
  const exit = (code: number): void => {
    if (isOver) return
    isOver = true
    for (const callback of exitCallbacks) callback()
    host.exit(code)
  }
  const stopper = createStopper({
    clock,
    deadlineMs: program.stopDeadlineMs ?? 30_000,
    exitNow(code, reason) {
      host.stderr.write(`${program.settings.program}: ${reason}\n`)
      exit(code)
    },
  })
  host.onUncaught((error) => {
    if (stopper.signal.aborted && error === stopper.signal.reason) return
    host.stderr.write(`${program.settings.program}: ${describeError(error)}\n`)
    stopper.fail(error)
  })

  const code = await runMain(program, { host, clock, stopper, exitCallbacks })
  stopper.settle()
  const flushed = Promise.all([host.stdout.flush(), host.stderr.flush()])
  // A reader that stalls without closing must not keep the process.
  const patience = Promise.withResolvers<void>()
  const timer = clock.schedule(flushWithinMs, patience.resolve)
  await Promise.race([flushed, patience.promise])
  timer.cancel()
  exit(stopper.hasFailed ? 1 : code)
}

const flushWithinMs = 2_000

async function runMain<F extends SettingFields>(
  program: Program<F>,
  parts: { host: ProgramHost; clock: Clock; stopper: ReturnType<typeof createStopper>; exitCallbacks: (() => void)[] },
): Promise<number> {
  const { host, clock, stopper } = parts
  const name = program.settings.program
  try {
    const asked = readFlags(program.settings.fields, host.argv).given
    if (asked.has('help')) {
      host.stdout.write(renderHelp(program.settings))
      return 0
    }
    const settings = loadSettings(program.settings, host, host.argv)
    for (const warning of settings.warnings) host.stderr.write(`${name}: ${warning}\n`)
    if (asked.has('printSettings')) {
      host.stdout.write(renderSettings(settings))
      return 0
    }
    const { detached } = settings.values as ValuesOf<SettingFields>
    host.onSignal((signal) => {
      if (!(detached && signal === 'SIGHUP')) stopper.receive(signal)
    })
    if (!detached) {
      watchLauncher(
        clock,
        () => host.parentId(),
        () => stopper.launcherVanished(),
      )
    }
    const result = await program.main({
      values: settings.values,
      settings,
      signal: stopper.signal,
      clock,
      stdout: host.stdout,
      stderr: host.stderr,
      env: host.env,
      resolvePath: (path) => resolvePath(host, path),
      atExit: (callback) => parts.exitCallbacks.push(callback),
    })
    return result ?? 0
  } catch (error) {
    if (error instanceof SettingsError) {
      host.stderr.write(`${error.message}\n`)
      return 2
    }
    if (stopper.signal.aborted && error === stopper.signal.reason) return 0
    host.stderr.write(`${name}: ${describeError(error)}\n`)
    return 1
  }
}

/** Errors of ours say everything in their message; of others the way they came is worth more. */
function describeError(error: unknown): string {
  if (error instanceof AsterError) return `${error.name}: ${error.message}`
  return error instanceof Error ? (error.stack ?? error.message) : inspect(error)
}
