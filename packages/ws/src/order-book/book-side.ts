import { grow } from './depth-change.ts'

/**
 * One side of a book: levels sorted so that the best is the last. Nearly all changes happen near the best price, so little
 * has to move; a change allocates nothing unless the side has never been this deep.
 */
export class BookSide {
  /** Ticks times `sign`, ascending: the best price has the largest key. */
  #keys: Float64Array = new Float64Array(1024)
  #lots: Float64Array = new Float64Array(1024)
  #size = 0
  readonly #sign: 1 | -1

  /** @param sign - 1 for bids, -1 for asks. */
  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  get size(): number {
    return this.#size
  }

  /** Ticks of the best level; NaN when the side is empty. */
  get bestTicks(): number {
    return this.#size === 0 ? Number.NaN : this.#keys[this.#size - 1]! * this.#sign
  }

  /** Lots of the best level; 0 when the side is empty. */
  get bestLots(): number {
    return this.#size === 0 ? 0 : this.#lots[this.#size - 1]!
  }

  /** Ticks of the level `rank` places behind the best. */
  ticksAt(rank: number): number {
    return this.#keys[this.#size - 1 - rank]! * this.#sign
  }

  /** Lots of the level `rank` places behind the best. */
  lotsAt(rank: number): number {
    return this.#lots[this.#size - 1 - rank]!
  }

  clear(): void {
    this.#size = 0
  }

  /** Number of levels at this price or better. */
  countFrom(ticks: number): number {
    return this.#size - this.#find(ticks * this.#sign)
  }

  /** Lots at one price; 0 when there is no such level. */
  lotsOf(ticks: number): number {
    const key = ticks * this.#sign
    const index = this.#find(key)
    return index < this.#size && this.#keys[index] === key ? this.#lots[index]! : 0
  }

  /** Sets the lots at a price; 0 removes the level. */
  set(ticks: number, lots: number): void {
    const key = ticks * this.#sign
    const keys = this.#keys
    const size = this.#size
    const index = this.#find(key)
    if (index < size && keys[index] === key) {
      if (lots !== 0) {
        this.#lots[index] = lots
        return
      }
      keys.copyWithin(index, index + 1, size)
      this.#lots.copyWithin(index, index + 1, size)
      this.#size = size - 1
      return
    }
    if (lots === 0) return
    if (size === keys.length) {
      this.#keys = grow(keys)
      this.#lots = grow(this.#lots)
    }
    this.#keys.copyWithin(index + 1, index, size)
    this.#lots.copyWithin(index + 1, index, size)
    this.#keys[index] = key
    this.#lots[index] = lots
    this.#size = size + 1
  }

  /** Index of the first key that is not below `key`. */
  #find(key: number): number {
    const keys = this.#keys
    let low = 0
    let high = this.#size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (keys[middle]! < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
