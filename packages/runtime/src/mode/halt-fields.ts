import { setting } from '../settings/setting.ts'
import { plainText } from '../settings/text-schemas.ts'

/**
 * The halt file that programs share, one declaration for all of them. Relative to the folder in which the command was
 * typed: programs of several folders need one path in common, `ASTER_HALT_FILE`. Each prints at its start where it looks.
 */
export const haltFields = {
  haltFile: setting(plainText(), {
    description:
      'While this file lies there, every program that watches it takes no entries; `aster halt` puts it there. Name one path for programs of several folders.',
    placeholder: '<file>',
    default: '.aster/halt',
  }),
}
