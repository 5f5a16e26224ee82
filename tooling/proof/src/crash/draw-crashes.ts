import type { Random } from '@aster/core'

import { crashAbsences, crashModes, type CrashPlan } from './crash-plan.ts'

/** Longer than a whole life: some of these deaths come too late. */
const longestMemoryLifeMs = 1_900

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T

/** Modes and absences in turn, so that neighbours differ in both and all pairs come up. */
const settingOf = (index: number) => ({
  ...pick(crashModes, index),
  ...pick(crashAbsences, Math.floor(index / crashModes.length) + index),
})

/** Killed at this point in one of the modes and absences, or in all of them. */
export const drawCrashesAt = (atPoint: number, inAll: boolean): readonly CrashPlan[] =>
  inAll
    ? crashModes.flatMap((mode) => crashAbsences.map((absence) => ({ ...mode, ...absence, death: { atPoint } })))
    : [{ ...settingOf(atPoint), death: { atPoint } }]

/** Killed at a random moment. */
export const drawCrash = (random: Random, index: number, longestMs = longestMemoryLifeMs): CrashPlan => ({
  ...settingOf(index),
  death: { afterMs: random.nextInt(longestMs) },
})
