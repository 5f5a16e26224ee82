import type { Clock, Timer } from '@aster/core'

import type { Output } from '../program/program-host.ts'
import { paintLine, type StyledLine } from './styled-text.ts'

const enter = '\u001b[?1049h\u001b[?25l\u001b[2J'
const leave = '\u001b[?25h\u001b[?1049l'

export interface ScreenOptions {
  readonly output: Output
  readonly clock: Pick<Clock, 'schedule'>
  /** False where NO_COLOR is set. */
  readonly hasColor: boolean
  /** The lines of now, at most `rows` of them. What is wider than the terminal is cut. */
  readonly render: (size: { readonly columns: number; readonly rows: number }) => readonly StyledLine[]
  /** 250 ms by default. */
  readonly frameMs?: number | undefined
}

/**
 * Draws on the terminal's second screen, a few times a second, only the lines that changed. `close` gives the first
 * screen back as it was.
 */
export function openScreen(options: ScreenOptions): { close(): void } {
  const { output, clock, hasColor, render, frameMs = 250 } = options
  let shown: readonly string[] = []
  let isOpen = true
  let timer: Timer

  const draw = (): void => {
    const { columns, rows } = output
    const lines = render({ columns, rows }).map((line) => paintLine(line, columns, hasColor))
    let text = ''
    for (let row = 0; row < Math.max(lines.length, shown.length); row++) {
      if (lines[row] !== shown[row]) text += `\u001b[${row + 1};1H${lines[row] ?? ''}\u001b[K`
    }
    if (text !== '') output.write(text)
    shown = lines
  }
  const loop = (): void => {
    draw()
    timer = clock.schedule(frameMs, loop)
  }
  const stopResizing = output.onResize(() => {
    shown = []
    output.write('\u001b[2J')
  })
  output.write(enter)
  loop()
  return {
    close() {
      if (!isOpen) return
      isOpen = false
      timer.cancel()
      stopResizing()
      output.write(leave)
    },
  }
}
