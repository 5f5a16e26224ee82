import type { Output, ProgramHost, StopSignal } from '../program/program-host.ts'

/** A process that is none: what a program wrote, its exit code, and a hand on everything that can happen to it. */
export function createTestHost(
  facts: { argv?: string[]; env?: Record<string, string>; files?: Record<string, string> } = {},
) {
  const written = { stdout: '', stderr: '' }
  const state = { launcherIds: [100, 90], exitCode: undefined as number | undefined }
  const onSignal: ((signal: StopSignal) => void)[] = []
  const onUncaught: ((error: unknown) => void)[] = []
  const output = (name: keyof typeof written): Output => ({
    write: (text) => void (written[name] += text),
    isTerminal: false,
    columns: 80,
    rows: 24,
    onResize: () => () => {},
    flush: async () => {},
  })
  const host: ProgramHost = {
    argv: facts.argv ?? [],
    env: facts.env ?? {},
    cwd: '/home',
    stdout: output('stdout'),
    stderr: output('stderr'),
    readTextFile: (path) => facts.files?.[path],
    launcherIds: () => state.launcherIds,
    onSignal: (callback) => void onSignal.push(callback),
    onUncaught: (callback) => void onUncaught.push(callback),
    exit: (code) => void (state.exitCode = code),
  }
  return {
    host,
    written,
    state,
    raise: (signal: StopSignal) => onSignal.forEach((callback) => callback(signal)),
    fail: (error: unknown) => onUncaught.forEach((callback) => callback(error)),
  }
}
