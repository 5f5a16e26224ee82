import { warmUpEngine } from '@aster/auth'
import { createSeededRandom } from '@aster/core'
import { setting, switchSetting, wholeNumber, optionalSetting } from '@aster/runtime'

import { type CrashPlan, describeCrash } from '../crash/crash-plan.ts'
import { crashPlants } from '../crash/crash-plants.ts'
import { drawCrash, drawCrashesAt } from '../crash/draw-crashes.ts'
import { type CrashRun, runMemoryCrash } from '../crash/run-memory-crash.ts'
import { runProcessCrash } from '../crash/run-process-crash.ts'
import { tearJournal } from '../crash/tear-journal.ts'
import { defineProof } from '../proof.ts'

const smallDose = { instants: 20, processes: 6, everyByte: 997 }
const largeDose = { instants: 200, processes: 200 }
/** More than any life has. */
const mostPoints = 1_000
/** A life over sockets, with its real waiting. */
const longestProcessLifeMs = 700
/** Processes at once. */
const lanes = 2

/** A program that is killed wherever it can be, and started again. */
export const crashProof = defineProof({
  name: 'crash',
  summary:
    'A program is killed at every await of place, fill, protect and exit and at random instants, the exchange goes on, and it is started again: no duplicate, no orphan, no position without a stop beyond the deadline, every execution written down. And a torn journal is refused, at every byte with --full.',
  plants: crashPlants,
  fields: {
    instants: optionalSetting(wholeNumber({ min: 0 }), {
      description: `Random instants in memory; ${smallDose.instants} unless given, ${largeDose.instants} with --full.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    processes: optionalSetting(wholeNumber({ min: 0 }), {
      description: `Real processes killed by SIGKILL at random instants, besides one for each await with --full; ${smallDose.processes} unless given, ${largeDose.processes} with --full.`,
      placeholder: '<n>',
      flagOnly: true,
    }),
    everyPoint: switchSetting({ description: 'A real process for every await, too.', flagOnly: true }),
    seed: setting(wholeNumber({ min: 0 }), {
      description: 'For the random instants.',
      placeholder: '<n>',
      default: 1,
      flagOnly: true,
    }),
  },
  async run({ values, plant, full, clock, signal, note }) {
    const dose = full ? largeDose : smallDose
    const instants = values.instants ?? dose.instants
    const processes = plant === undefined ? (values.processes ?? dose.processes) : 0
    const bug = crashPlants.find(({ name }) => name === plant)?.name
    const random = createSeededRandom(`crash/${values.seed}`)
    const startMs = clock.monotonicMs()
    const failures: string[] = []
    const totals = { points: 0, runs: 0, processRuns: 0, killed: 0, longestUnprotectedMs: 0 }
    await warmUpEngine()

    const isDone = () => signal.aborted || (plant !== undefined && failures.length > 0)
    const take = async (plan: CrashPlan, where: string, run: () => Promise<CrashRun>): Promise<boolean> => {
      totals.runs += 1
      try {
        const { violations, longestUnprotectedMs, wasKilled } = await run()
        if (wasKilled) totals.killed += 1
        totals.longestUnprotectedMs = Math.max(totals.longestUnprotectedMs, longestUnprotectedMs)
        failures.push(...violations.map((violation) => `${describeCrash(plan)} (${where}): ${violation}`))
        return wasKilled
      } catch (error) {
        failures.push(`${describeCrash(plan)} (${where}): broke off: ${String(error)}`)
        return true
      }
    }
    const inMemory = (plan: CrashPlan) => take(plan, 'in memory', () => runMemoryCrash(plan, bug))

    let last = 0
    for (let atPoint = 1; atPoint <= mostPoints && last === 0 && !isDone(); atPoint += 1) {
      for (const plan of drawCrashesAt(atPoint, full)) {
        if (!isDone() && !(await inMemory(plan))) last = atPoint
      }
      if (last === 0) totals.points = atPoint
      if (atPoint % 10 === 0) note(`${atPoint} points, ${totals.runs} runs, ${failures.length} violations`)
    }
    for (let index = 0; index < instants && !isDone(); index += 1) await inMemory(drawCrash(random, index))

    const plans = [
      ...(full || values.everyPoint
        ? Array.from({ length: totals.points }, (_, index) => drawCrashesAt(index + 1, false)).flat()
        : []),
      ...Array.from({ length: processes }, (_, index) => drawCrash(random, index, longestProcessLifeMs)),
    ]
    await inLanes(plant === undefined ? plans : [], async (plan) => {
      if (isDone()) return
      totals.processRuns += 1
      await take(plan, 'a process', () => runProcessCrash(plan, bug, clock))
      if (totals.processRuns % 20 === 0) note(`${totals.processRuns} of ${plans.length} processes`)
    })
    const torn =
      plant === undefined
        ? await tearJournal(clock, full ? 1 : smallDose.everyByte, signal)
        : { lengths: 0, violations: [] }
    failures.push(...torn.violations.map((violation) => `a torn journal: ${violation}`))
    const tookMs = Math.round(clock.monotonicMs() - startMs)
    return { summary: { ...totals, tornJournals: torn.lengths, violations: failures.length, tookMs }, failures }
  },
})

async function inLanes<T>(tasks: readonly T[], work: (task: T) => Promise<void>): Promise<void> {
  const left = [...tasks]
  const lane = async () => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await work(task)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
