import { createSeededRandom } from '@aster/core'

import { createTrueMarket } from '../true-market/create-true-market.ts'

/** A recording made up from a seed: diffs and touches, with a snapshot in the middle of them, as in life. */
export function createSampleRecording(seed: number, diffs: number): readonly string[] {
  const random = createSeededRandom(seed)
  const market = createTrueMarket(random.fork('market'))
  const name = market.symbol.toLowerCase()
  const frames: string[] = []
  const push = (stream: string, data: unknown) =>
    frames.push(`{"stream":"${name}@${stream}","data":${JSON.stringify(data)}}`)
  let nowMs = 1_700_000_000_000
  for (let diff = 0; diff < diffs; diff++) {
    for (let change = random.nextInt(6); change >= 0; change--) {
      const touch = market.change(nowMs)
      if (touch !== undefined) push('bookTicker', touch)
      if (diff === Math.floor(diffs / 10) && change === 0) frames.push(JSON.stringify(market.snapshot(1000)))
    }
    nowMs += 100
    push('depth@100ms', market.takeDiff(nowMs))
  }
  return frames
}
