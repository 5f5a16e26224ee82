import { createSystemRandom } from '@aster/core'
import { optionalSetting, setting, wholeNumber } from '@aster/runtime'

import { liveAnHour } from '../determinism/live-an-hour.ts'
import { defineProof } from '../proof.ts'

const smallDose = 60

/** The same seed gives the same bytes, with faults on; another seed gives others. */
export const determinismProof = defineProof({
  name: 'determinism',
  summary:
    'An hour of market time under faults, lived twice with one seed: the same log, answers and stream messages, to the byte.',
  plants: [
    { name: 'real-time', meaning: "The trader's order ids hold the time of the machine." },
    { name: 'real-chance', meaning: "The trader's order ids hold dice that no seed decides." },
    { name: 'kept-count', meaning: 'The second life goes on counting where the first ended.' },
    { name: 'deaf-seed', meaning: 'The other seed is not listened to.' },
  ],
  fields: {
    seed: setting(wholeNumber({ min: 0 }), {
      description: 'Decides the market, the faults and the trader.',
      placeholder: '<n>',
      default: 1,
      flagOnly: true,
    }),
    minutes: optionalSetting(wholeNumber({ min: 1, max: 1440 }), {
      description: `Market time of each life; ${smallDose} unless given.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
  },
  async run({ values, plant, clock, signal, note }) {
    const { seed, minutes = smallDose } = values
    const dice = createSystemRandom()
    let count = 0
    const disturb = (): string => {
      if (plant === 'real-time') return `-${clock.nowUs() % 1_000_000n}`
      if (plant === 'real-chance') return `-${dice.nextInt(1_000_000)}`
      return plant === 'kept-count' ? `-${count++}` : ''
    }
    const live = async (lifeSeed: number) => {
      signal.throwIfAborted()
      const life = await liveAnHour(lifeSeed, minutes, disturb)
      note(`seed ${lifeSeed}: ${life.digest}`)
      return life
    }
    const first = await live(seed)
    const again = await live(seed)
    const other = await live(plant === 'deaf-seed' ? seed : seed + 1)
    const failures: string[] = []
    if (again.digest !== first.digest) {
      const minute = first.minutes.findIndex((digest, index) => digest !== again.minutes[index]) + 1
      failures.push(`seed ${seed} gave ${first.digest}, then ${again.digest}; they part in minute ${minute}`)
    }
    if (other.digest === first.digest) failures.push(`seed ${seed + 1} gave the same as seed ${seed}`)
    const { digest, lines, messages, requests } = first
    return { summary: { seed, minutes, sha256: digest, other: other.digest, lines, messages, requests }, failures }
  },
})
