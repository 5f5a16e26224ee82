import { FarLevels } from './far-levels.ts'

/** Ticks around the touch that have a place of their own. */
const windowTicks = 16_384
/** Places kept above the best price when the window moves, so that it seldom has to. */
const roomAbove = windowTicks / 4

/**
 * One side of a book. Near the best price every tick has its own place, so that a change costs the same however many levels
 * there are; the few changes further away go to a sorted list. Allocates nothing but for a side that grows or a price that
 * runs away.
 */
export class BookSide {
  /** Ticks times sign: the better the price, the larger the key. */
  readonly #sign: 1 | -1
  /** Lots by key, from `#base` on. Holds the best level whenever there is one. */
  #window: Float64Array = new Float64Array(windowTicks)
  #base = 0
  /** Place of the best level; -1 when the side is empty. */
  #best = -1
  #inWindow = 0
  /** Levels below `#base`. */
  readonly #far = new FarLevels()

  /** @param sign - 1 for bids, -1 for asks. */
  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  get size(): number {
    return this.#inWindow + this.#far.size
  }

  /** Ticks of the best level; NaN when the side is empty. */
  get bestTicks(): number {
    return this.#best < 0 ? Number.NaN : (this.#base + this.#best) * this.#sign
  }

  /** Lots of the best level; 0 when the side is empty. */
  get bestLots(): number {
    return this.#best < 0 ? 0 : this.#window[this.#best]!
  }

  clear(): void {
    this.#window.fill(0)
    this.#far.clear()
    this.#inWindow = 0
    this.#best = -1
  }

  /** Ticks of the next level behind this price; NaN when there is none. */
  ticksBehind(ticks: number): number {
    const key = ticks * this.#sign
    for (let place = Math.min(Math.ceil(key - this.#base) - 1, this.#best); place >= 0; place--) {
      if (this.#window[place] !== 0) return (this.#base + place) * this.#sign
    }
    return this.#far.keyBelow(Math.min(key, this.#base)) * this.#sign
  }

  /** Number of levels at this price or better. */
  countFrom(ticks: number): number {
    const key = ticks * this.#sign
    if (key <= this.#base) return this.#inWindow + this.#far.countFrom(key)
    let count = 0
    for (let place = this.#best; place >= key - this.#base; place--) if (this.#window[place] !== 0) count++
    return count
  }

  /** Lots at one price; 0 when there is no such level. */
  lotsOf(ticks: number): number {
    const key = ticks * this.#sign
    return key < this.#base ? this.#far.lotsOf(key) : (this.#window[key - this.#base] ?? 0)
  }

  /** Sets the lots at a price; 0 removes the level. */
  set(ticks: number, lots: number): void {
    const key = ticks * this.#sign
    let place = key - this.#base
    if (place >= windowTicks || this.#best < 0) {
      if (lots === 0) return
      this.#moveWindow(key)
      place = key - this.#base
    }
    if (place < 0) {
      this.#far.set(key, lots)
      return
    }
    const had = this.#window[place]
    this.#window[place] = lots
    if (lots !== 0) {
      if (had === 0) this.#inWindow++
      if (place > this.#best) this.#best = place
    } else if (had !== 0) {
      this.#inWindow--
      if (place === this.#best) this.#findBest()
    }
  }

  /** Looks for the best level below the one that has gone. */
  #findBest(): void {
    if (this.#inWindow === 0) {
      this.#best = -1
      if (this.#far.size > 0) this.#moveWindow(this.#far.topKey)
      return
    }
    const window = this.#window
    let place = this.#best - 1
    while (window[place] === 0) place--
    this.#best = place
  }

  /** Moves the window so that `bestKey` lies in it with room above. */
  #moveWindow(bestKey: number): void {
    const oldWindow = this.#window
    const oldBase = this.#base
    const oldBest = this.#best
    this.#base = bestKey - (windowTicks - roomAbove)
    this.#window = new Float64Array(windowTicks)
    this.#best = -1
    this.#inWindow = 0
    for (let place = 0; place <= oldBest; place++) {
      if (oldWindow[place] !== 0) this.#put(oldBase + place, oldWindow[place]!)
    }
    while (this.#far.topKey >= this.#base) {
      const key = this.#far.topKey
      this.#put(key, this.#far.takeTop())
    }
  }

  /** Puts a level where the moved window leaves it. */
  #put(key: number, lots: number): void {
    const place = key - this.#base
    if (place < 0) {
      this.#far.set(key, lots)
      return
    }
    this.#window[place] = lots
    this.#inWindow++
    if (place > this.#best) this.#best = place
  }
}
