import type { BenchContext } from '../benchmark.ts'

/** Runs its work this many times. */
export type Contender = (times: number) => void | Promise<void>

export interface Comparison {
  /** Microseconds per run, median over the rounds. */
  readonly oursUs: number
  readonly peerUs: number
}

const rounds = 31
const warmUpMs = 250

/**
 * Times two contenders in turn, A B B A …, in one process, so that whatever else the machine does hits both. Each round is
 * long enough for the clock; medians leave out the rounds in which something else ran.
 *
 * @param options.roundMs - Longer where a round has a start and an end that do not count, as with many calls in flight.
 */
export async function compare(
  ours: Contender,
  peer: Contender,
  { clock, signal }: BenchContext,
  { roundMs = 20 }: { readonly roundMs?: number } = {},
): Promise<Comparison> {
  const time = async (contender: Contender, times: number) => {
    const startMs = clock.monotonicMs()
    await contender(times)
    return clock.monotonicMs() - startMs
  }
  const calibrate = async (contender: Contender) => {
    const endMs = clock.monotonicMs() + warmUpMs
    let times = 1
    let elapsedMs = 0
    while (clock.monotonicMs() < endMs || elapsedMs < 1) {
      elapsedMs = await time(contender, times)
      if (elapsedMs < roundMs) times = Math.ceil(times * Math.min(2, roundMs / Math.max(elapsedMs, 0.01)))
    }
    return times
  }
  const sides = [
    { contender: ours, times: await calibrate(ours), samples: [] as number[] },
    { contender: peer, times: await calibrate(peer), samples: [] as number[] },
  ]
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted()
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      side.samples.push(((await time(side.contender, side.times)) / side.times) * 1000)
    }
  }
  const [oursUs = Number.NaN, peerUs = Number.NaN] = sides.map(({ samples }) => computeMedian(samples))
  return { oursUs, peerUs }
}

/** The middle value, or the mean of the middle two. */
export function computeMedian(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2
}
