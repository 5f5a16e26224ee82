import type { Random } from '@aster/core'

import { createTrueSide, type TextLevel, toPriceText, toQuantityText } from './create-true-side.ts'

export interface TrueBook {
  readonly lastUpdateId: number
  readonly bids: readonly TextLevel[]
  readonly asks: readonly TextLevel[]
}

/** An exchange's book that changes at random, with the payloads that the exchange would push. */
export interface TrueMarket {
  readonly symbol: string
  /** Changes the book once. Gives the touch as a bookTicker payload when it is another one now. */
  change(nowMs: number): Readonly<Record<string, unknown>> | undefined
  /** The changes since the last call as a diff depth payload; undefined when there were none. */
  takeDiff(nowMs: number): Readonly<Record<string, unknown>> | undefined
  /** The book as a snapshot shows it. */
  snapshot(limit: number): TrueBook
  /** The whole book as it was at an id that a diff or a snapshot has named. */
  recall(lastUpdateId: number): TrueBook | undefined
}

/** Ids as large as the exchange's. */
const firstUpdateId = 5_123_107_832_006
const deepestTicks = 60

export function createTrueMarket(random: Random, symbol = 'BTCUSDT'): TrueMarket {
  const bids = createTrueSide(1)
  const asks = createTrueSide(-1)
  const past = new Map<number, TrueBook>()
  let mid = 600_000
  let updateId = firstUpdateId
  let previousId = firstUpdateId
  let firstId: number | undefined
  let touch = ''
  const changed = { bids: new Map<number, number>(), asks: new Map<number, number>() }

  const set = (side: 'bids' | 'asks', ticks: number, lots: number) => {
    ;(side === 'bids' ? bids : asks).set(ticks, lots)
    changed[side].set(ticks, lots)
  }
  const pickLots = () => 1 + random.nextInt(5_000)

  for (let depth = 0; depth < deepestTicks; depth++) {
    if (depth === 0 || random.next() < 0.7) bids.set(mid - depth, pickLots())
    if (depth === 0 || random.next() < 0.7) asks.set(mid + 1 + depth, pickLots())
  }

  const moveMid = () => {
    mid += random.nextInt(7) - 3
    for (let best = asks.best; best !== undefined && best <= mid; best = asks.best) set('asks', best, 0)
    for (let best = bids.best; best !== undefined && best > mid; best = bids.best) set('bids', best, 0)
    set('bids', mid, pickLots())
    set('asks', mid + 1, pickLots())
  }

  const changeLevel = () => {
    const depth = Math.floor(random.next() ** 2 * deepestTicks)
    const isBid = random.next() < 0.5
    const ticks = isBid ? mid - depth : mid + 1 + depth
    const side = isBid ? bids : asks
    // An absent level is removed now and then, as the exchange does.
    const lots = random.next() < 0.35 && side.size > 2 ? 0 : pickLots()
    set(isBid ? 'bids' : 'asks', ticks, lots)
  }

  const remember = () => {
    if (!past.has(updateId)) {
      past.set(updateId, { lastUpdateId: updateId, bids: bids.list(Infinity), asks: asks.list(Infinity) })
    }
  }

  const readTouch = () => {
    const [bid = 0, ask = 0] = [bids.best, asks.best]
    return {
      b: toPriceText(bid),
      B: toQuantityText(bids.lotsOf(bid)),
      a: toPriceText(ask),
      A: toQuantityText(asks.lotsOf(ask)),
    }
  }

  return {
    symbol,
    change(nowMs) {
      // The ids between belong to other symbols.
      updateId += 1 + random.nextInt(40)
      firstId ??= updateId
      if (random.next() < 0.1) moveMid()
      else changeLevel()
      const now = readTouch()
      const text = JSON.stringify(now)
      if (text === touch) return undefined
      touch = text
      return { e: 'bookTicker', u: updateId, s: symbol, ...now, T: nowMs, E: nowMs }
    },
    takeDiff(nowMs) {
      if (firstId === undefined) return undefined
      const toLevels = (levels: Map<number, number>) =>
        [...levels]
          .toSorted((a, b) => a[0] - b[0])
          .map(([ticks, lots]) => [toPriceText(ticks), toQuantityText(lots)] as const)
      const payload = {
        e: 'depthUpdate',
        E: nowMs,
        T: nowMs,
        s: symbol,
        U: firstId,
        u: updateId,
        pu: previousId,
        b: toLevels(changed.bids),
        a: toLevels(changed.asks),
      }
      previousId = updateId
      firstId = undefined
      changed.bids.clear()
      changed.asks.clear()
      remember()
      return payload
    },
    snapshot(limit) {
      remember()
      return { lastUpdateId: updateId, bids: bids.list(limit), asks: asks.list(limit) }
    },
    recall: (lastUpdateId) => past.get(lastUpdateId),
  }
}
