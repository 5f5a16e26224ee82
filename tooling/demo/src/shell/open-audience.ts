import { paintLine } from '@aster/runtime'

import type { EventLine } from '../core/demo-snapshot.ts'
import { formatSeconds } from '../core/render-view.ts'
import type { Board } from './create-board.ts'
import type { DemoContext } from './run-main.ts'
import { openTerminalView } from './terminal-view.ts'

/** Who looks at the run: a terminal, a pipe that takes lines, or, with `--json`, only the trouble on stderr. */
export interface Audience {
  readonly tell: (line: EventLine) => void
  readonly watch: (board: Board) => void
  /** Gives the terminal back. */
  readonly close: () => void
}

export function openAudience(context: DemoContext): Audience {
  const { values, stdout, stderr, clock, env } = context
  // turbo puts its name before every line and so waits for ends of lines: a picture would never show.
  const isSmart = stdout.isTerminal && env['TERM'] !== 'dumb' && env['TURBO_HASH'] === undefined
  // Colour is for people: https://no-color.org
  const hasColor = isSmart && (env['NO_COLOR'] ?? '') === ''
  const print = (output: typeof stdout, line: EventLine): void => {
    const parts = [`${formatSeconds(line.atMs).padStart(8)}  `, line.symbol.padEnd(9), line.text] as const
    output.write(
      `${paintLine(
        [
          [parts[0], 'dim'],
          [parts[1], 'dim'],
          [parts[2], line.tone],
        ],
        Infinity,
        hasColor,
      )}\n`,
    )
  }
  if (values.json) {
    const tell = (line: EventLine): void => {
      if (line.text.startsWith('fault')) print(stderr, line)
    }
    return { tell, watch: () => {}, close: () => {} }
  }
  // Virtual time runs away from the eye: lines, not a picture.
  if (!isSmart || values.transport === 'memory') {
    return { tell: (line) => print(stdout, line), watch: () => {}, close: () => {} }
  }
  let view: { close(): void } | undefined
  const close = (): void => {
    view?.close()
    view = undefined
  }
  context.atExit(close)
  return {
    tell: () => {},
    watch: (board) => (view = openTerminalView({ output: stdout, clock, hasColor, read: board.read })),
    close,
  }
}
