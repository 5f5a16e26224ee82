import type { Account } from '@aster/trades'

import type { Leg } from '../../core/legs.ts'
import { readLegs } from './read-legs.ts'

/** How long an answer may be believed for saying that there is nothing to do. An order never rests on it. */
const believedForMs = 1_000

/**
 * What the exchange said about positions a moment ago. With an alert for each bar of each symbol the same question would
 * otherwise be asked hundreds of times a second, and use up the limits that orders need.
 */
export interface PositionMemory {
  /** Asks the exchange; see `readLegs`. */
  read(symbol: string, lane?: 'close'): Promise<readonly Leg[]>
  /** What was answered at most a second ago, when nothing has been done or heard of on the symbol since. */
  recall(symbol: string): readonly Leg[] | undefined
}

const memories = new WeakMap<Account, PositionMemory>()

/** The one memory of an account. */
export function findPositionMemory(account: Account): PositionMemory {
  const memory = memories.get(account) ?? createPositionMemory(account)
  memories.set(account, memory)
  return memory
}

function createPositionMemory(account: Account): PositionMemory {
  const { clock } = account
  const answers = new Map<string, { readonly legs: readonly Leg[]; readonly askedMs: number }>()
  const changes = new Map<string, number>()
  const forget = (symbol: string | undefined) => {
    if (symbol === undefined) return
    answers.delete(symbol)
    changes.set(symbol, (changes.get(symbol) ?? 0) + 1)
  }
  account.orders.onChange(({ terms }) => forget(terms?.symbol))
  account.onPosition(({ symbol }) => forget(symbol))
  return {
    async read(symbol, lane) {
      const seen = changes.get(symbol)
      const askedMs = clock.monotonicMs()
      const legs = await readLegs(account, symbol, { lane })
      // something happened meanwhile: true for this moment, and not for the next
      if (changes.get(symbol) === seen) answers.set(symbol, { legs, askedMs })
      return legs
    },
    recall(symbol) {
      const answer = answers.get(symbol)
      if (answer === undefined || account.state !== 'live') return undefined
      return clock.monotonicMs() - answer.askedMs <= believedForMs ? answer.legs : undefined
    },
  }
}
