import type { Clock, Timer } from '@aster/core'
import type { Output } from '@aster/runtime'

import type { DemoSnapshot } from '../core/demo-snapshot.ts'
import { renderView } from '../core/render-view.ts'
import { paintLine } from '../core/styled-text.ts'

const frameMs = 250
const enter = '\u001b[?1049h\u001b[?25l\u001b[2J'
const leave = '\u001b[?25h\u001b[?1049l'

/**
 * Draws the run on the terminal's second screen, four times a second, only the lines that changed. `close` gives the
 * first screen back as it was.
 */
export function openTerminalView(parts: {
  readonly output: Output
  readonly clock: Clock
  readonly hasColor: boolean
  readonly read: () => DemoSnapshot
}): { close(): void } {
  const { output, clock, hasColor, read } = parts
  let shown: readonly string[] = []
  let isOpen = true
  let timer: Timer

  const draw = (): void => {
    const { columns, rows } = output
    const lines = renderView(read(), { columns, rows }).map((line) => paintLine(line, columns, hasColor))
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
