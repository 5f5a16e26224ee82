import { warmUpEngine } from '@aster/auth'
import { optionalSetting, plainText, setting, wholeNumber } from '@aster/runtime'

import { chaosPlants } from '../chaos/chaos-plants.ts'
import { runChaosSeed } from '../chaos/run-chaos-seed.ts'
import { defineProof } from '../proof.ts'
import { openLineFile } from '../rest-faults/open-line-file.ts'

const smallDose = 40
const largeDose = 1_000

/** Whole trades on an exchange where much goes wrong, judged from the exchange's own event log. */
export const chaosProof = defineProof({
  name: 'chaos',
  summary:
    'Whole trades under random faults of exchange and network: never more than asked for, never without a stop beyond the deadline, nothing left behind.',
  plants: chaosPlants,
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
    log: optionalSetting(plainText(), {
      description: "Writes the exchange's event log of the runs to this file, one JSON line per event.",
      placeholder: '<file>',
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, clock, signal, resolvePath, note }) {
    const { fromSeed } = values
    const seeds = values.seeds ?? (full ? largeDose : smallDose)
    const startMs = clock.monotonicMs()
    await warmUpEngine()
    await using log = values.log === undefined ? undefined : openLineFile(resolvePath(values.log))
    const failures: string[] = []
    const totals = { seeds: 0, trades: 0, notBegun: 0, fills: 0, faults: 0, violations: 0 }
    const worst = { longestUnprotectedMs: 0, longestUnprotectedSeed: fromSeed, longestUnprotectedRawMs: 0 }
    const exits: Record<string, number> = {}
    let refusedMs = 0
    for (let seed = fromSeed; seed < fromSeed + seeds && !signal.aborted; seed++) {
      const replay = `again with --seeds 1 --from-seed ${seed}${plant === undefined ? '' : ` --plant ${plant}`}`
      const onLine = log === undefined ? undefined : (line: string) => log.write(`{"seed":${seed},${line.slice(1)}`)
      totals.seeds += 1
      try {
        const bug = chaosPlants.find(({ name }) => name === plant)?.create() ?? {}
        const run = await runChaosSeed(seed, { bug, onLine })
        totals.trades += run.trades
        totals.notBegun += run.notBegun
        totals.fills += run.verdict.fills
        totals.faults += run.faults
        refusedMs += run.refusedMs
        for (const [reason, count] of Object.entries(run.exits)) exits[reason] = (exits[reason] ?? 0) + count
        if (run.verdict.longestUnprotectedMs > worst.longestUnprotectedMs) {
          worst.longestUnprotectedMs = run.verdict.longestUnprotectedMs
          worst.longestUnprotectedSeed = seed
        }
        worst.longestUnprotectedRawMs = Math.max(worst.longestUnprotectedRawMs, run.verdict.longestUnprotectedRawMs)
        failures.push(...run.verdict.violations.map((violation) => `seed ${seed}: ${violation}; ${replay}`))
      } catch (error) {
        failures.push(`seed ${seed}: broke off: ${String(error)}; ${replay}`)
      }
      if (totals.seeds % 50 === 0) note(`${totals.seeds} of ${seeds} runs, ${failures.length} violations`)
      // one finding is enough to show that a planted bug is found
      if (plant !== undefined && failures.length > 0) break
    }
    totals.violations = failures.length
    const tookMs = Math.round(clock.monotonicMs() - startMs)
    return { summary: { ...totals, ...worst, refusedMs: Math.round(refusedMs), exits, fromSeed, tookMs }, failures }
  },
})
