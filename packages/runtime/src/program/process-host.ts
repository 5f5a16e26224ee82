import { readFileSync } from 'node:fs'

import type { Output, ProgramHost, StopSignal } from './program-host.ts'
import { readLaunchers } from './read-launchers.ts'
import { readProcess } from './read-process.ts'

const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** The real process. The only place in these packages that reads it. */
export function createProcessHost(): ProgramHost {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    stdout: createOutput(process.stdout),
    stderr: createOutput(process.stderr),
    readTextFile,
    launcherIds: () => readLaunchers(process.ppid, readProcess),
    onSignal(callback) {
      for (const signal of stopSignals) process.on(signal, () => callback(signal))
    },
    onUncaught(callback) {
      process.on('uncaughtException', callback)
      process.on('unhandledRejection', callback)
    },
    exit: (code) => process.exit(code),
  }
}

/** A reader that went away (`| head`) closes the stream: later writes are dropped, and are no reason to fail. */
function createOutput(stream: NodeJS.WriteStream): Output {
  let isClosed = false
  stream.on('error', () => (isClosed = true))
  return {
    write(text) {
      if (!isClosed && !stream.destroyed) stream.write(text)
    },
    isTerminal: Boolean(stream.isTTY),
    get columns() {
      return stream.columns > 0 ? stream.columns : 80
    },
    get rows() {
      return stream.rows > 0 ? stream.rows : 24
    },
    onResize(callback) {
      stream.on('resize', callback)
      return () => stream.off('resize', callback)
    },
    async flush() {
      if (isClosed || stream.destroyed) return
      const { promise, resolve } = Promise.withResolvers<void>()
      stream.once('close', resolve)
      stream.write('', () => resolve())
      await promise
    },
  }
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
}
