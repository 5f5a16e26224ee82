import { listSetting, plainText, switchSetting } from '@aster/runtime'

import { commandNames } from './core/command-names.ts'

/** What to do, and how to say it. */
export const commandFields = {
  words: listSetting(plainText(), {
    description: `What to do: ${commandNames.join(', ')}.`,
    placeholder: '<command>',
    positional: true,
  }),
  json: switchSetting({ description: 'With doctor and template: one JSON document instead of text.' }),
  showSecret: switchSetting({
    description: 'With template: the real secret instead of <your secret>. It is then on your screen.',
    flagOnly: true,
  }),
}
