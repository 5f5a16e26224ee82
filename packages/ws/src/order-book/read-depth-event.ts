import type { DepthFields, DepthLevel } from '@aster/api'

import type { BookScale } from './book-scale.ts'
import { type DepthChange, type LevelBuffer, pushLevel } from './depth-change.ts'

/** Turns a parsed depth event into whole numbers; false when a price or quantity is not on the grid or negative. */
export function readDepthEvent(event: DepthFields, scale: BookScale, change: DepthChange): boolean {
  change.firstUpdateId = event.firstUpdateId
  change.lastUpdateId = event.lastUpdateId
  change.previousUpdateId = event.previousUpdateId
  change.eventTimeMs = event.eventTimeMs
  return readLevels(event.bids, scale, change.bids) && readLevels(event.asks, scale, change.asks)
}

/** Turns levels of decimal text into whole numbers; false when one is not on the grid or negative. */
export function readLevels(levels: readonly DepthLevel[], scale: BookScale, buffer: LevelBuffer): boolean {
  buffer.count = 0
  for (const [price, quantity] of levels) {
    const ticks = scale.price.grid.parse(price)
    const lots = scale.quantity.grid.parse(quantity)
    if (ticks === undefined || lots === undefined || ticks < 0 || lots < 0) return false
    pushLevel(buffer, ticks, lots)
  }
  return true
}
