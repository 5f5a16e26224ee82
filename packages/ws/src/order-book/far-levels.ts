import { grow } from './depth-change.ts'

/** Levels away from the touch: sorted by key, the best last. */
export class FarLevels {
  #keys: Float64Array = new Float64Array(256)
  #lots: Float64Array = new Float64Array(256)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The largest key; NaN when there is none. */
  get topKey(): number {
    return this.#size === 0 ? Number.NaN : this.#keys[this.#size - 1]!
  }

  clear(): void {
    this.#size = 0
  }

  /** Number of levels with this key or a larger one. */
  countFrom(key: number): number {
    return this.#size - this.#find(key)
  }

  /** The next smaller key; NaN when there is none. */
  keyBelow(key: number): number {
    const index = this.#find(key)
    return index === 0 ? Number.NaN : this.#keys[index - 1]!
  }

  /** Lots at a key; 0 when there is no such level. */
  lotsOf(key: number): number {
    const index = this.#find(key)
    return index < this.#size && this.#keys[index] === key ? this.#lots[index]! : 0
  }

  /** Sets the lots at a key; 0 removes the level. */
  set(key: number, lots: number): void {
    const size = this.#size
    const index = this.#find(key)
    if (index < size && this.#keys[index] === key) {
      if (lots !== 0) {
        this.#lots[index] = lots
        return
      }
      this.#keys.copyWithin(index, index + 1, size)
      this.#lots.copyWithin(index, index + 1, size)
      this.#size = size - 1
      return
    }
    if (lots === 0) return
    if (size === this.#keys.length) {
      this.#keys = grow(this.#keys)
      this.#lots = grow(this.#lots)
    }
    this.#keys.copyWithin(index + 1, index, size)
    this.#lots.copyWithin(index + 1, index, size)
    this.#keys[index] = key
    this.#lots[index] = lots
    this.#size = size + 1
  }

  /** Takes the level with the largest key away and gives its lots. */
  takeTop(): number {
    this.#size--
    return this.#lots[this.#size]!
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
