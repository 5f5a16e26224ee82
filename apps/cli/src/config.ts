import {
  defineSettings,
  listSetting,
  modeChecks,
  modeFields,
  noticeChecks,
  noticeFields,
  optionalSetting,
  plainText,
  setting,
  switchSetting,
  wholeNumber,
} from '@aster/runtime'

import { commandNames, commandSummaries } from './core/command-names.ts'

/** Everything the command can be told. */
export const cliSettings = defineSettings({
  program: 'aster',
  summary: `looks at an account and acts on it, also while every other program is down.\n\nCommands\n${commandSummaries()}`,
  examples: [
    { command: 'aster positions --url http://127.0.0.1:8080', meaning: 'Positions on a paper exchange.' },
    {
      command: 'aster doctor --mode live --account desk',
      meaning: 'Checks keys, clock, rights and fees of an account.',
    },
    { command: 'aster flatten --all', meaning: 'Halts every program here, then closes everything.' },
    { command: 'aster explain demo-en.x1-1 --journal desk.journal', meaning: 'The whole story of an order.' },
  ],
  fields: {
    words: listSetting(plainText(), {
      description: `What to do: ${commandNames.join(', ')}; then what to do it with.`,
      placeholder: '<command>',
      positional: true,
    }),
    ...modeFields,
    url: optionalSetting(plainText(), {
      description: 'Address of a paper exchange; needed for paper.',
      placeholder: '<url>',
    }),
    wallet: optionalSetting(plainText(), {
      description: 'Address of the main wallet, for a key that comes from a keystore.',
      placeholder: '<address>',
    }),
    keystore: optionalSetting(plainText(), {
      description: 'Encrypted key of the agent. By default .aster/keys/<alias>.json, when it is there.',
      placeholder: '<file>',
    }),
    generate: switchSetting({ description: 'With init: makes a new agent key instead of taking one.' }),
    recvWindow: optionalSetting(wholeNumber({ min: 1, max: 60_000, unit: 'milliseconds' }), {
      description: 'How old a request with a V1 key may be when it arrives.',
      placeholder: '<ms>',
    }),
    refreshMs: setting(wholeNumber({ min: 1_000, max: 3_600_000, unit: 'milliseconds' }), {
      description: 'With watch: how often the exchange is asked.',
      placeholder: '<ms>',
      default: 5_000,
    }),
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
    haltFile: setting(plainText(), {
      description: 'While this file lies there, the programs that watch it take no entries.',
      placeholder: '<file>',
      default: '.aster/halt',
    }),
    output: optionalSetting(plainText(), {
      description: 'With support-bundle and init: where it goes.',
      placeholder: '<file>',
    }),
    json: switchSetting({ description: 'One JSON document instead of a table.' }),
  },
  checks: [...modeChecks, ...noticeChecks],
})
