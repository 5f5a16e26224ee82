import type { Random } from '@aster/core'

/** Counts what fits a rule and says on which of it the rule fires. */
export interface Turns {
  /** Whether it may fire again at all. */
  readonly isLeft: boolean
  /** Whether it never fires again, whatever fits. */
  readonly isSpent: boolean
  /** Counts one that fits; true when the rule fires on it. */
  take(): boolean
  readonly matched: number
  readonly fired: number
}

export interface TurnOptions {
  readonly nth?: number | readonly number[] | undefined
  readonly probability?: number | undefined
  readonly times?: number | undefined
}

export function createTurns({ nth, probability, times }: TurnOptions, chance: Random): Turns {
  const turns = nth === undefined ? undefined : [nth].flat()
  let matched = 0
  let fired = 0
  return {
    get isLeft() {
      return times === undefined || fired < times
    },
    get isSpent() {
      const isOver = turns !== undefined && matched >= Math.max(...turns)
      return isOver || (times !== undefined && fired >= times)
    },
    take() {
      matched += 1
      if (turns !== undefined && !turns.includes(matched)) return false
      if (probability !== undefined && chance.next() >= probability) return false
      fired += 1
      return true
    },
    get matched() {
      return matched
    },
    get fired() {
      return fired
    },
  }
}
