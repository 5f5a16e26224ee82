import { optionalSetting } from '../settings/setting.ts'
import { plainText, wholeNumber } from '../settings/text-schemas.ts'

/** Where the keys of the account are, the same in every program. Keys themselves are no settings. */
export const keyFields = {
  wallet: optionalSetting(plainText(), {
    description: 'Address of the main wallet, for a key that comes from a keystore.',
    placeholder: '<address>',
  }),
  keystore: optionalSetting(plainText(), {
    description: 'Encrypted key of the agent. By default .aster/keys/<alias>.json, when it is there.',
    placeholder: '<file>',
  }),
  recvWindow: optionalSetting(wholeNumber({ min: 1, max: 60_000, unit: 'milliseconds' }), {
    description: 'How old a request with a V1 key may be when it arrives.',
    placeholder: '<ms>',
  }),
}
