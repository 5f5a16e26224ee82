/** A stream of text to the outside. Writing to one that was closed by its reader is silent. */
export interface Output {
  write(text: string): void
  /** True for a terminal that a person looks at. */
  readonly isTerminal: boolean
  /** Characters per line; 80 where nobody knows. */
  readonly columns: number
  readonly rows: number
  /** Calls back when the terminal's size changes. Returns how to stop that. */
  onResize(callback: () => void): () => void
  /** Resolves when everything written has left, or cannot leave any more. */
  flush(): Promise<void>
}

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** What a program sees of the operating system. One implementation reads the real process; tests hand in their own. */
export interface ProgramHost {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdout: Output
  readonly stderr: Output
  /** Undefined when there is no such file. Any other trouble throws. */
  readTextFile(path: string): string | undefined
  /** Ids of the processes that started this one, nearest first. */
  launcherIds(): readonly number[]
  onSignal(callback: (signal: StopSignal) => void): void
  /** Errors that nobody caught, from anywhere in the process. */
  onUncaught(callback: (error: unknown) => void): void
  exit(code: number): void
}
