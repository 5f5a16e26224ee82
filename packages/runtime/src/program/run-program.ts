import { inspect } from 'node:util'

import { AsterError, type Clock, createSystemClock } from '@aster/core'

import { EdgeServerError } from '../http/serve-edge.ts'
import type { SettingFields, SettingsDefinition, ValuesOf } from '../settings/define-settings.ts'
import type { Settings } from '../settings/parse-settings.ts'
import { readFlags } from '../settings/read-flags.ts'
import { renderHelp } from '../settings/render-help.ts'
import { renderSettings } from '../settings/render-settings.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { StateFolderError } from '../state/state-folder-error.ts'
import { createEnding, type Ending } from './create-ending.ts'
import { createShutdown, type RunningShutdown, type Shutdown } from './create-shutdown.ts'
import { createStopper, type Stopper } from './create-stopper.ts'
import { loadSettings } from './load-settings.ts'
import { createProcessHost } from './process-host.ts'
import type { Output, ProgramHost } from './program-host.ts'
import { mergeEnvironment, readDotenv } from './read-dotenv.ts'
import { reportAsJson } from './report-as-json.ts'
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
  /** The environment with what `.env` adds to it: for credentials, which are no settings. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** A path as the person meant it who typed it, also when a launcher changed the folder. */
  readonly resolvePath: (path: string) => string
  /** What an orderly end consists of: run in phases once `main` is over, however it ended, and reported. */
  readonly shutdown: Shutdown
  /** Calls back last of all, however the program ends, also at once: to leave the terminal as it was. Must not wait. */
  readonly atExit: (callback: () => void) => void
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
 * - Once `main` is over, the steps of `shutdown` run, phase by phase, each for its time; a report says what was done, how
 *   long it took and what was left, also when the deadline cuts them.
 * - Exit codes: 0 or what `main` returns; 1 after a fault, when a step of the end failed or was cut, or when the deadline
 *   passed; 2 for settings, a state folder or an address that cannot be accepted.
 * - With `--json`, where the program has that switch, an error is one JSON document on stdout as well.
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
  const name = program.settings.program
  const ending = createEnding(host)
  const shutdown = createShutdown(clock, describeBriefly)
  const stopper = createStopper({
    clock,
    deadlineMs: program.stopDeadlineMs ?? 30_000,
    exitNow(code, reason) {
      ending.report([`${name}: ${reason}`, ...shutdown.describe()].join('\n'))
      ending.exit(code)
    },
  })
  host.onUncaught((error) => {
    if (stopper.signal.aborted && error === stopper.signal.reason) return
    ending.report(`${name}: ${describeError(error)}`)
    stopper.fail(error)
  })

  const code = await runMain(program, { host, clock, stopper, ending, shutdown })
  const isTidy = await runShutdown(name, { clock, stopper, ending, shutdown })
  stopper.settle()
  ending.leave()
  await flushOutputs(host, clock)
  ending.exit(stopper.hasFailed || (!isTidy && code === 0) ? 1 : code)
}

interface Parts {
  readonly host: ProgramHost
  readonly clock: Clock
  readonly stopper: Stopper
  readonly ending: Ending
  readonly shutdown: RunningShutdown
}

/** Ends what the program registered. A report is given where somebody asked for the end, or where it did not go well. */
async function runShutdown(
  name: string,
  { clock, stopper, ending, shutdown }: Pick<Parts, 'clock' | 'stopper' | 'ending' | 'shutdown'>,
): Promise<boolean> {
  const startMs = clock.monotonicMs()
  const isTidy = await shutdown.run()
  const lines = shutdown.describe()
  if (lines.length === 0 || (isTidy && !stopper.signal.aborted)) return isTidy
  const why = stopper.signal.aborted ? ` after ${(stopper.signal.reason as Error).message}` : ''
  const tookMs = Math.round(clock.monotonicMs() - startMs)
  ending.report([`${name}: ${isTidy ? 'ended in order' : 'ended'}${why} in ${tookMs} ms`, ...lines].join('\n'))
  return isTidy
}

async function runMain<F extends SettingFields>(program: Program<F>, parts: Parts): Promise<number> {
  const { host, clock, stopper, ending, shutdown } = parts
  const name = program.settings.program
  try {
    const asked = readFlags(program.settings.fields, host.argv).given
    if (asked.has('help')) {
      host.stdout.write(renderHelp(program.settings))
      return 0
    }
    const settings = loadSettings(program.settings, host, host.argv)
    for (const warning of settings.warnings) ending.report(`${name}: ${warning}`)
    if (asked.has('printSettings')) {
      host.stdout.write(renderSettings(settings))
      return 0
    }
    listen(parts, (settings.values as ValuesOf<SettingFields>).detached)
    const result = await program.main({
      values: settings.values,
      settings,
      signal: stopper.signal,
      clock,
      stdout: host.stdout,
      stderr: host.stderr,
      env: mergeEnvironment(host.env, readDotenv(host)),
      resolvePath: (path) => resolvePath(host, path),
      shutdown,
      atExit: (callback) => ending.atExit(callback),
    })
    return result ?? 0
  } catch (error) {
    if (stopper.signal.aborted && error === stopper.signal.reason) return 0
    reportAsJson(program.settings, host, error)
    if (error instanceof SettingsError) ending.report(error.message)
    else if (isRefusedStart(error)) ending.report(`${name}: ${error.message}`)
    else ending.report(`${name}: ${describeError(error)}`)
    return error instanceof SettingsError || isRefusedStart(error) ? 2 : 1
  }
}

function listen({ host, clock, stopper }: Parts, detached: boolean): void {
  host.onSignal((signal) => {
    if (!(detached && signal === 'SIGHUP')) stopper.receive(signal)
  })
  if (detached) return
  watchLauncher(
    clock,
    () => host.launcherIds(),
    () => stopper.launcherVanished(),
  )
}

/** A reader that stalls without closing must not keep the process. */
const flushWithinMs = 2_000

async function flushOutputs({ stdout, stderr }: ProgramHost, clock: Clock): Promise<void> {
  const patience = Promise.withResolvers<void>()
  const timer = clock.schedule(flushWithinMs, patience.resolve)
  await Promise.race([Promise.all([stdout.flush(), stderr.flush()]), patience.promise])
  timer.cancel()
}

/** What the program was pointed at cannot be used: nothing was begun, and other settings help. */
const isRefusedStart = (error: unknown): error is StateFolderError | EdgeServerError =>
  error instanceof StateFolderError || error instanceof EdgeServerError

const describeBriefly = (error: unknown): string => (error instanceof Error ? error.message : inspect(error))

/** Errors of ours say everything in their message; of others the way they came is worth more. */
function describeError(error: unknown): string {
  if (error instanceof AsterError) return `${error.name}: ${error.message}`
  return error instanceof Error ? (error.stack ?? error.message) : inspect(error)
}
