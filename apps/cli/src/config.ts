import {
  decimalNumber,
  defineSettings,
  findNetworkOfUrl,
  haltFields,
  keyFields,
  listSetting,
  type Mode,
  modeChecks,
  modeFields,
  type ModeValues,
  noticeChecks,
  noticeFields,
  optionalSetting,
  plainText,
  resolveNetwork,
  setting,
  type SettingsCheck,
  switchSetting,
  wholeNumber,
} from '@aster/runtime'

import { commandNames, describeCommands } from './core/command-names.ts'

interface StateValues {
  readonly mode: Mode
  readonly state?: string | undefined
  readonly url?: string | undefined
  readonly keystore?: string | undefined
  readonly wallet?: string | undefined
  readonly account?: string | undefined
}

/** A paper key must never meet real money, and a real key never the address that a file names. */
const stateChecks: readonly SettingsCheck<StateValues>[] = [
  {
    needs: ['mode', 'state'],
    check({ mode, state }, report) {
      if (mode === 'live' && state !== undefined)
        report('state', 'must not be given when mode is live: its key is for paper')
    },
  },
  ...(['url', 'keystore', 'wallet', 'account'] as const).map((field): SettingsCheck<StateValues> => ({
    needs: ['state', field],
    check(values, report) {
      if (values.state !== undefined && values[field] !== undefined)
        report(field, 'must not be given when state is: the folder names address and key')
    },
  })),
]

interface AddressValues extends ModeValues {
  readonly url?: string | undefined
}

/**
 * What signs for real money goes to the exchange alone, and encrypted: whoever reads a signed order on its way can send
 * it on.
 */
const addressChecks: readonly SettingsCheck<AddressValues>[] = [
  {
    needs: ['url', 'mode', 'network'],
    check(values, report) {
      const { url } = values
      if (url === undefined) return
      const address = URL.parse(url)
      if (address === null || !/^https?:$/.test(address.protocol)) {
        report('url', 'must be an http or https address: http://127.0.0.1:8080')
        return
      }
      const { name } = resolveNetwork(values)
      const owner = findNetworkOfUrl(url)?.name
      if (owner !== undefined && owner !== name) report('url', `belongs to ${owner}, and the network is ${name}`)
      else if (name !== 'paper' && (owner === undefined || address.protocol !== 'https:')) {
        report('url', `must be an https address of ${name}: keys of ${name} go nowhere else`)
      }
    },
  },
]

/** Everything the command can be told. */
export const cliSettings = defineSettings({
  program: 'aster',
  summary: `looks at an account and acts on it, also while every other program is down.\n\nCommands\n${describeCommands()}`,
  examples: [
    { command: 'aster positions --url http://127.0.0.1:8080', meaning: 'Positions on a paper exchange.' },
    {
      command: 'aster doctor --mode live --account desk',
      meaning: 'Checks keys, clock, rights and fees of an account.',
    },
    { command: 'aster flatten --all', meaning: 'Halts every program here, then closes everything.' },
    { command: 'aster positions --state .aster/demo', meaning: 'Positions of the demo that runs in this folder.' },
    { command: 'aster explain demo-en.x1-1 --state .aster/demo', meaning: 'The whole story of an order.' },
  ],
  fields: {
    words: listSetting(plainText(), {
      description: `What to do: ${commandNames.join(', ')}; then what to do it with.`,
      placeholder: '<command>',
      positional: true,
    }),
    ...modeFields,
    state: optionalSetting(plainText(), {
      description:
        'Folder of a demo, .aster/demo by default there: takes its address, its paper key, its journal, feed and halt file. Never for live.',
      placeholder: '<folder>',
    }),
    url: optionalSetting(plainText(), {
      description: 'Address of a paper exchange; needed for paper. Otherwise only one of the network itself.',
      placeholder: '<url>',
    }),
    ...keyFields,
    agentName: optionalSetting(plainText(), {
      description: 'With agent create and rotate: its name. By default that of the old one, or aster-<alias>.',
      placeholder: '<name>',
    }),
    expiresDays: setting(decimalNumber({ above: 0, max: 3_650, unit: 'days' }), {
      description: 'With agent create and rotate: when it ends.',
      placeholder: '<days>',
      default: 90,
    }),
    ipAddress: listSetting(plainText(), {
      description: 'With agent create and rotate: it may call from there only.',
      placeholder: '<address>',
    }),
    canWithdraw: switchSetting({
      description: 'With agent create and rotate: it may withdraw. A trading program never needs that.',
    }),
    register: switchSetting({ description: 'With agent create: opens the account of the wallet, where it has none.' }),
    external: switchSetting({
      description: 'With agent: the wallet is elsewhere. Prints what it has to sign and reads the signature.',
    }),
    signWithinSeconds: setting(wholeNumber({ min: 5, max: 3_600, unit: 'seconds' }), {
      description: 'With --external: how long you have to sign.',
      placeholder: '<s>',
      default: 60,
    }),
    yes: switchSetting({ description: 'With agent revoke: does not ask again.' }),
    generate: switchSetting({ description: 'With init: makes a new agent key instead of taking one.' }),
    refreshMs: setting(wholeNumber({ min: 500, max: 3_600_000, unit: 'milliseconds' }), {
      description: 'With watch: how often the exchange is asked.',
      placeholder: '<ms>',
      default: 5_000,
    }),
    ...haltFields,
    ...noticeFields,
    symbol: listSetting(plainText(), { description: 'Only these symbols.', placeholder: '<symbol>' }),
    all: switchSetting({ description: 'With cancel and flatten: everything, also what other programs placed.' }),
    days: optionalSetting(plainText(), {
      description: 'With volume and trades: how far back, at most 366; 7 and 1 by default.',
      placeholder: '<n>',
    }),
    local: switchSetting({ description: 'With volume: days of this machine’s time zone instead of UTC.' }),
    csv: switchSetting({ description: 'With volume and trades: for a spreadsheet.' }),
    reason: setting(plainText(), { description: 'With halt: why.', placeholder: '<text>', default: 'aster halt' }),
    journal: optionalSetting(plainText(), {
      description: 'With explain and support-bundle: the journal of the program that placed the order.',
      placeholder: '<file>',
    }),
    feed: optionalSetting(plainText(), {
      description: 'With explain and support-bundle: the feed file of that program.',
      placeholder: '<file>',
    }),
    output: optionalSetting(plainText(), {
      description: 'With support-bundle and init: where it goes.',
      placeholder: '<file>',
    }),
    json: switchSetting({ description: 'One JSON document instead of a table.' }),
  },
  checks: [...modeChecks, ...noticeChecks, ...stateChecks, ...addressChecks],
})
