import type { ProgramHost } from './program-host.ts'

/** How a program leaves: the terminal first, then its last words, then the exit code. */
export interface Ending {
  /** Calls back when the program leaves, however that happens. Must not wait. */
  atExit(callback: () => void): void
  /** A line for the person; kept until the terminal is theirs again when something draws on it. */
  report(text: string): void
  /** Gives the terminal back and says what was kept. */
  leave(): void
  exit(code: number): void
}

export function createEnding(host: Pick<ProgramHost, 'stderr' | 'exit'>): Ending {
  const callbacks: (() => void)[] = []
  const kept: string[] = []
  let isOver = false
  const leave = (): void => {
    for (const callback of callbacks.splice(0)) callback()
    for (const text of kept.splice(0)) host.stderr.write(`${text}\n`)
  }
  return {
    atExit: (callback) => callbacks.push(callback),
    report(text) {
      if (callbacks.length > 0 && host.stderr.isTerminal) kept.push(text)
      else host.stderr.write(`${text}\n`)
    },
    leave,
    exit(code) {
      if (isOver) return
      isOver = true
      leave()
      host.exit(code)
    },
  }
}
