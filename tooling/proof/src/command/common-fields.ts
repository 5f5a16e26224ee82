import { choice, optionalSetting, switchSetting } from '@aster/runtime'

import type { Plant } from '../proof.ts'

/** Flags of `proof all`. */
export const allFields = {
  plants: switchSetting({
    description: 'Lists every bug that can be planted: proof and bug, one a line.',
    flagOnly: true,
  }),
  json: switchSetting({ description: 'Prints the figures as one JSON line per proof.', flagOnly: true }),
  full: switchSetting({ description: 'Runs the large dose.', flagOnly: true }),
}

/** Flags that every proof has. */
export const commonFields = (plants: readonly Plant[]) => ({
  ...allFields,
  plants: switchSetting({ description: 'Lists the bugs that can be planted, one a line, then ends.', flagOnly: true }),
  plant: optionalSetting(choice(plants.map(({ name }) => name)), {
    description: `Builds a known bug in, which the proof must report. ${plants.map(({ name, meaning }) => `${name}: ${meaning}`).join(' ')}`,
    placeholder: '<bug>',
    flagOnly: true,
  }),
  json: switchSetting({ description: 'Prints the figures as one JSON line.', flagOnly: true }),
})
