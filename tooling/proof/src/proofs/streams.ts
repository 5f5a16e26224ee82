import { optionalSetting, setting, wholeNumber } from '@aster/runtime'

import { defineProof } from '../proof.ts'
import { plantStreamBug, streamPlants } from '../streams/plant-stream-bug.ts'
import { runStreamSeed } from '../streams/run-stream-seed.ts'

const smallDose = 25
const largeDose = 1_000

/** Market and user streams under a storm of faults: never silently wrong, nothing lost, nothing twice. */
export const streamsProof = defineProof({
  name: 'streams',
  summary:
    'While frames are lost, repeated, reordered and damaged and connections and keys die, a book is true or says it is not, and no user event is lost or handed on twice.',
  plants: streamPlants,
  fields: {
    seeds: optionalSetting(wholeNumber({ min: 1 }), {
      description: `Runs, one per seed; ${smallDose} unless given, ${largeDose} with --full.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    fromSeed: setting(wholeNumber({ min: 0 }), {
      description: 'Seed of the first run.',
      placeholder: '<n>',
      default: 1,
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, signal, note }) {
    const { fromSeed } = values
    const seeds = values.seeds ?? (full ? largeDose : smallDose)
    const bug = plantStreamBug(plant)
    const sums = { silentlyWrong: 0, eventsLost: 0, eventsTwice: 0, compared: 0, events: 0, syncs: 0, recoveries: 0 }
    const faults: Record<string, number> = {}
    const failures: string[] = []
    for (let seed = fromSeed; seed < fromSeed + seeds; seed++) {
      signal.throwIfAborted()
      const run = await runStreamSeed(seed, bug)
      for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += run[key]
      for (const [kind, times] of Object.entries(run.faults)) faults[kind] = (faults[kind] ?? 0) + times
      const again = `again with --from-seed ${seed} --seeds 1${plant === undefined ? '' : ` --plant ${plant}`}`
      for (const finding of run.findings.slice(0, 3)) failures.push(`seed ${seed}: ${finding}; ${again}`)
      if ((seed - fromSeed + 1) % 100 === 0)
        note(`${seed - fromSeed + 1} of ${seeds} runs, ${failures.length} failures`)
    }
    return { summary: { runs: seeds, ...sums, faults, fromSeed }, failures }
  },
})
