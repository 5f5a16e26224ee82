import type { Clock } from '@aster/core'
import { openScreen, type Output } from '@aster/runtime'

import type { DemoSnapshot } from '../core/demo-snapshot.ts'
import { renderView } from '../core/render-view.ts'

/** Draws the run on the terminal until `close`. */
export function openTerminalView(parts: {
  readonly output: Output
  readonly clock: Clock
  readonly hasColor: boolean
  readonly read: () => DemoSnapshot
}): { close(): void } {
  return openScreen({ ...parts, render: (size) => renderView(parts.read(), size) })
}
