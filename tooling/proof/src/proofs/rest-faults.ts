import { warmUpEngine } from '@aster/auth'
import { choice, decimalNumber, optionalSetting, plainText, setting, switchSetting, wholeNumber } from '@aster/runtime'

import { defineProof } from '../proof.ts'
import { faultKinds } from '../rest-faults/create-fault-script.ts'
import { openLineFile } from '../rest-faults/open-line-file.ts'
import type { Way } from '../rest-faults/open-venue.ts'
import { plantRestBug, restPlants } from '../rest-faults/plant-rest-bug.ts'
import { runSeed } from '../rest-faults/run-seed.ts'
import { createTally } from '../rest-faults/tally.ts'
import { waitForCalm } from '../rest-faults/wait-for-calm.ts'

const smallDose = 50
const largeDose = 1_000

/** Scripts of faults against the client, over real sockets: no order twice, none lost, none left unknown. */
export const restFaultsProof = defineProof({
  name: 'rest-faults',
  summary:
    'Orders placed and cancelled while a random script of faults runs: none doubled, none lost, none left unknown.',
  plants: restPlants,
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
    fault: optionalSetting(choice(faultKinds), {
      description: `A kind of fault that every run must have: ${faultKinds.join(', ')}.`,
      placeholder: '<kind>',
      flagOnly: true,
    }),
    memory: switchSetting({
      description: 'Without sockets, under a virtual clock: the same seed gives the same run to the byte.',
      flagOnly: true,
    }),
    factor: setting(decimalNumber({ above: 0, max: 1_000 }), {
      description: 'How many times faster than the wall clock the runs over sockets are.',
      placeholder: '<x>',
      default: 50,
      flagOnly: true,
    }),
    parallel: setting(wholeNumber({ min: 1, max: 256 }), {
      description: 'Runs at the same time; they mostly wait.',
      placeholder: '<n>',
      default: 16,
      flagOnly: true,
    }),
    log: optionalSetting(plainText(), {
      description: "Writes the exchange's event log of the runs to this file, one JSON line per event.",
      placeholder: '<file>',
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, clock, signal, resolvePath, refuse, note }) {
    const { fromSeed, fault, memory, factor } = values
    if (fault === 'refuseConnections' && !memory)
      throw refuse('fault', 'needs --memory: a port that is let go may be lost')
    const seeds = values.seeds ?? (full ? largeDose : smallDose)
    const way: Way = memory ? { kind: 'memory' } : { kind: 'sockets', base: clock, factor }
    const replay = [memory ? '--memory' : '', fault && `--fault ${fault}`, plant && `--plant ${plant}`]
      .filter((flag) => flag)
      .map((flag) => ` ${flag}`)
      .join('')
    await warmUpEngine()
    await using log = values.log === undefined ? undefined : openLineFile(resolvePath(values.log))
    const habits = plantRestBug(plant)
    const tally = createTally()
    const failures: string[] = []
    let next = fromSeed
    const work = async () => {
      while (next < fromSeed + seeds) {
        signal.throwIfAborted()
        const seed = next++
        if (!memory) await waitForCalm(clock, signal)
        const onLine = log === undefined ? undefined : (line: string) => log.write(`{"seed":${seed},${line.slice(1)}`)
        const result = await runSeed(seed, { way, habits, certain: fault, signal, onLine })
        tally.add(result)
        for (const finding of result.verdict.findings)
          failures.push(`seed ${seed}: ${finding}; again with --from-seed ${seed} --seeds 1${replay}`)
        if (tally.runs % 100 === 0) note(`${tally.runs} of ${seeds} runs, ${failures.length} failures`)
      }
    }
    await Promise.all(Array.from({ length: memory ? 1 : values.parallel }, work))
    const kind = memory ? { way: 'memory' } : { way: 'sockets', factor }
    return { summary: { ...tally.read(), fromSeed, ...kind }, failures }
  },
})
