import { Level } from './level.ts'
import type { Sign } from './side-sign.ts'

/** All levels of one side, best last, so that the changes near the touch move little. */
export class BookSide {
  readonly sign: Sign
  private readonly sorted: Level[] = []
  private readonly byTicks = new Map<number, Level>()

  constructor(sign: Sign) {
    this.sign = sign
  }

  get size(): number {
    return this.sorted.length
  }

  /** The best level, hidden orders included. */
  get best(): Level | undefined {
    return this.sorted[this.sorted.length - 1]
  }

  /** The best level that everybody sees. */
  get bestVisible(): Level | undefined {
    for (let index = this.sorted.length - 1; index >= 0; index--) {
      const level = this.sorted[index]
      if (level !== undefined && level.total > 0) return level
    }
    return undefined
  }

  /** The level at `rank`, 0 the best. */
  at(rank: number): Level | undefined {
    return this.sorted[this.sorted.length - 1 - rank]
  }

  get(ticks: number): Level | undefined {
    return this.byTicks.get(ticks)
  }

  /** Whether an order of the other side at `limitTicks` meets a level at `ticks`. */
  reaches(ticks: number, limitTicks: number): boolean {
    return this.sign === 1 ? ticks >= limitTicks : ticks <= limitTicks
  }

  getOrCreate(ticks: number): Level {
    const known = this.byTicks.get(ticks)
    if (known !== undefined) return known
    const level = new Level(ticks)
    this.byTicks.set(ticks, level)
    const { sorted, sign } = this
    let index = sorted.length
    sorted.push(level)
    for (; index > 0; index--) {
      const other = sorted[index - 1]
      if (other === undefined || (other.ticks - ticks) * sign < 0) break
      sorted[index] = other
    }
    sorted[index] = level
    return level
  }

  /** Counts all prices in ticks that are `factor` times finer. */
  rescale(factor: number): void {
    this.byTicks.clear()
    for (const level of this.sorted) {
      level.ticks *= factor
      this.byTicks.set(level.ticks, level)
    }
  }

  removeIfEmpty(level: Level): void {
    if (!level.isEmpty || this.byTicks.get(level.ticks) !== level) return
    this.byTicks.delete(level.ticks)
    const { sorted } = this
    for (let index = this.indexOf(level.ticks); index < sorted.length - 1; index++) {
      const following = sorted[index + 1]
      if (following !== undefined) sorted[index] = following
    }
    sorted.pop()
  }

  private indexOf(ticks: number): number {
    let low = 0
    let high = this.sorted.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      const found = this.sorted[middle]
      if (found !== undefined && (found.ticks - ticks) * this.sign < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
